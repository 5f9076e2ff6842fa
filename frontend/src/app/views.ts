import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { anomalies } from "../features/anomalies/view";
import { choose } from "../features/choose/view";
import { density } from "../features/density/view";
import { keep } from "../features/keep/view";
import { learn } from "../features/learn/view";
import { pairs } from "../features/pairs/view";
import { components } from "../features/result/view";
import { rows } from "../features/rows/view";
import type { View } from "../session";
import { Controls } from "./Controls";

/** What there is to the right of the plot, in the order of the tabs. A view is added by a line here. */
export const VIEWS: readonly View[] = [learn, components, choose, density, anomalies, rows, pairs, keep];

/** On a small screen what else stands to the left of the plot has a tab as well. */
export const CONTROLS: View = {
  id: "data",
  title: "Data, model",
  icon: IconAdjustmentsHorizontal,
  Content: Controls,
};
