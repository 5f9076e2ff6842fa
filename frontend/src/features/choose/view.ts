import { IconChartDots3 } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const choose: View = {
  id: "choose",
  title: "Choose K",
  icon: IconChartDots3,
  Content: lazy(() => import("./ChooseView")),
};
