import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { fixed } from "../../components/numbers";
import { Panel } from "../../components/Panel";
import { usePlotLayer, useSession, useShownRun, type KeptRun } from "../../session";
import { beside } from "./beside";
import { ghostOf } from "./ghost";
import classes from "./runs.module.css";

/** The runs that were made on these columns, side by side; pointing at one lays its ellipses over the plot. */
export function RunsPanel() {
  const runs = useSession((state) => state.runs);
  const dropRun = useSession((state) => state.dropRun);
  const showRun = useSession((state) => state.showRun);
  const shown = useShownRun();
  const columns = useSession((state) => state.columns);
  const [pointed, setPointed] = useState<KeptRun | null>(null);
  const rows = useMemo(() => beside(runs, columns), [runs, columns]);
  const other = pointed && pointed.run.result !== shown.result && runs.includes(pointed) ? pointed : null;
  usePlotLayer(useMemo(() => other && ghostOf(other), [other]));
  if (rows.length === 0) return null;
  return (
    <Panel title="Runs" aside={<span className={classes.aside}>BIC, and how far behind</span>}>
      <ul className={classes.runs}>
        {rows.map(({ kept, what, behind, best }) => {
          const { letter, run } = kept;
          return (
            <li key={letter} data-best={best || undefined}>
              <button
                type="button"
                className={classes.run}
                aria-current={run.result === shown.result || undefined}
                aria-label={`Run ${letter}: ${what}, BIC ${fixed(run.result.bic, 1)}${best ? ", the best" : ""}`}
                onClick={() => showRun(run)}
                onPointerEnter={() => setPointed(kept)}
                onPointerLeave={() => setPointed(null)}
                onFocus={() => setPointed(kept)}
                onBlur={() => setPointed(null)}
              >
                <b>{letter}</b>
                <span>{what}</span>
                <span className={classes.bic}>{fixed(run.result.bic, 1)}</span>
                <span className={classes.behind}>{best ? "best" : `+${fixed(behind, 1)}`}</span>
              </button>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Forget run ${letter}`}
                title={`Forget run ${letter}`}
                onClick={() => dropRun(letter)}
              >
                <IconX size={13} stroke={1.8} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
