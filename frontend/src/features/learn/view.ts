import { IconBook2 } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const learn: View = {
  id: "learn",
  title: "Learn",
  icon: IconBook2,
  Content: lazy(() => import("./LearnView")),
};
