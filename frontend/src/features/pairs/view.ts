import { IconLayoutGrid } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const pairs: View = {
  id: "pairs",
  title: "Pairs",
  icon: IconLayoutGrid,
  Content: lazy(() => import("./PairsView")),
  wide: true,
};
