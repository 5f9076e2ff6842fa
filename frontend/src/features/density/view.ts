import { IconChartDots2 } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const density: View = {
  id: "density",
  title: "Density",
  icon: IconChartDots2,
  Content: lazy(() => import("./DensityView")),
};
