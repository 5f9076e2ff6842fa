import { IconTable } from "@tabler/icons-react";
import { lazy } from "react";
import type { View } from "../../session";

export const rows: View = {
  id: "rows",
  title: "Rows",
  icon: IconTable,
  Content: lazy(() => import("./RowsView")),
  wide: true,
};
