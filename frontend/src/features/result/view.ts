import { IconCirclesRelation } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const components: View = {
  id: "components",
  title: "Components",
  icon: IconCirclesRelation,
  Content: lazy(() => import("./ComponentsView")),
};
