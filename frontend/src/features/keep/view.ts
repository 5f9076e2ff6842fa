import { IconDownload } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const keep: View = {
  id: "keep",
  title: "Keep",
  icon: IconDownload,
  Content: lazy(() => import("./KeepView")),
};
