import { useDeferredValue, useMemo } from "react";
import { Button, Switch } from "@mantine/core";
import { counted } from "../../components/numbers";
import { ViewSection } from "../../components/ViewSection";
import { evaluate } from "../../geometry/density";
import { useAnomalies, useKept, useSession, useShownIteration, useShownRun } from "../../session";
import { columnsOf, orderedRows, type RowOrder } from "./columns";
import { Lasso } from "./Lasso";
import { VirtualTable } from "./VirtualTable";
import classes from "./rows.module.css";

/** Every row that is fitted, with what the mixture says of it; hovered and picked together with the plot. */
export default function RowsView() {
  const table = useSession((state) => state.table);
  const run = useShownRun();
  const iteration = useDeferredValue(useShownIteration());
  const picked = useSession((state) => state.picked);
  const pick = useSession((state) => state.pick);
  const leaveOut = useSession((state) => state.leaveOut);
  const [judged] = useAnomalies(run);
  const [order, setOrder] = useKept<RowOrder | null>("rows order", null);
  const [onlyPicked, setOnlyPicked] = useKept("rows only picked", false);
  const { selection } = run;
  const mixture = iteration?.mixture ?? null;
  const fits = mixture !== null && mixture.columns.join("\n") === selection.columns.join("\n");
  const evaluation = useMemo(() => (fits ? evaluate(mixture, selection) : null), [fits, mixture, selection]);
  const columns = useMemo(
    () =>
      columnsOf({
        table,
        selection,
        components: mixture?.weights.length ?? 0,
        evaluation,
        pValues: judged?.answer?.p_values ?? null,
      }),
    [table, selection, mixture, evaluation, judged],
  );
  const some = picked?.length === selection.count ? picked : null;
  const only = onlyPicked ? some : null;
  const rows = useMemo(
    () =>
      orderedRows(
        selection.count,
        columns.find(({ key }) => key === order?.key),
        order?.descending ?? false,
        only,
      ),
    [selection, columns, order, only],
  );
  const count = some?.reduce((sum, flag) => sum + flag, 0) ?? 0;
  return (
    <ViewSection title="Rows" aside={<span className={classes.aside}>{counted(rows.length, "row")}</span>}>
      <div className={classes.tools}>
        <Lasso selection={selection} onPick={pick} />
        <Switch
          size="xs"
          label="Picked only"
          checked={onlyPicked}
          disabled={count === 0 && !onlyPicked}
          onChange={(event) => setOnlyPicked(event.currentTarget.checked)}
        />
        {some && (
          <>
            <span className={classes.count} aria-live="polite">
              {counted(count, "row")} picked
            </span>
            <Button size="compact-xs" variant="default" onClick={() => pick(null)}>
              Let go
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={count === selection.count}
              onClick={() => leaveOut([...some.keys()].filter((sample) => some[sample] === 1))}
            >
              Leave them out
            </Button>
          </>
        )}
      </div>
      <VirtualTable
        columns={columns}
        rows={rows}
        picked={some}
        order={order}
        onOrder={setOrder}
        onPick={pick}
        count={selection.count}
      />
    </ViewSection>
  );
}
