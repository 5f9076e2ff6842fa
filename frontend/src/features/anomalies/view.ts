import { IconAlertCircle } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const anomalies: View = {
  id: "anomalies",
  title: "Anomalies",
  icon: IconAlertCircle,
  Content: lazy(() => import("./AnomaliesView")),
};
