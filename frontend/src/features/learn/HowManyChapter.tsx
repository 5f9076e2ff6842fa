import { useEffect, useState } from "react";
import { streamSelection, type Cell } from "../../api";
import { Formula } from "../../components/Formula";
import { fixed, significant } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { Working } from "../../components/Working";
import { rowsOf } from "../../geometry/table";
import { fittedRun, ownWork, useSession, useSessionStores, useTask, type Run } from "../../session";
import { bars } from "./bars";
import { Exercise } from "./Exercise";
import { tex } from "./tex";
import classes from "./learn.module.css";

const MOST = 8;
const NUMBERS = Array.from({ length: MOST }, (_, i) => i + 1);
const BIC = {
  tex: String.raw`\mathrm{BIC}=\underbrace{-2\log L}_{\text{misfit}}+\underbrace{p\,\log N}_{\text{price}}`,
  spoken:
    "BIC is minus two times the log-likelihood, the misfit, plus p times the logarithm of N, the price.",
};

interface Table {
  readonly cells: readonly Cell[];
  readonly verdict: readonly string[];
}

export default function HowManyChapter() {
  const { store } = useSessionStores();
  const own = useSession((state) => ownWork(state).run);
  const { selection, settings } = own;
  const [task, begin] = useTask<Table, Table>("how many", own);
  const [taken, take] = useTask<never, Run>("how many taken", own);
  const [chosen, setChosen] = useState<number | null>(null);
  const compare = () => {
    setChosen(null);
    begin(async (signal, report) => {
      const cells = new Map<number, Cell>();
      let verdict: readonly string[] = [];
      const table = () => ({
        cells: [...cells.values()].toSorted((a, b) => a.n_components - b.n_components),
        verdict,
      });
      const request = {
        data: rowsOf(selection),
        columns: [...selection.columns],
        n_components: NUMBERS.filter((number) => number <= selection.count),
        covariance_type: [settings.structure],
        seed: settings.seed,
      };
      for await (const event of streamSelection(request, signal)) {
        if (event.event === "cell") cells.set(event.n_components, event);
        else if ("verdict" in event) ({ verdict } = event);
        report(table());
      }
      return table();
    });
  };
  const fit = (components: number) => {
    setChosen(components);
    take((signal) => fittedRun(selection, { ...settings, components }, signal));
  };
  const run = taken?.answer ?? null;
  useEffect(() => {
    if (run) store.getState().borrowPlot(run);
  }, [run, store]);
  useEffect(() => () => store.getState().returnPlot(), [store]);
  const { cells, verdict } = task?.answer ?? task?.progress ?? { cells: [], verdict: [] };
  const sound = cells.filter((cell) => cell.sound);
  const best = sound.length > 0 ? sound.reduce((a, b) => (b.bic < a.bic ? b : a)) : null;
  const cell = cells.find(({ n_components }) => n_components === chosen);
  const done = task?.state === "done";
  return (
    <>
      <p className={classes.prose}>
        At its best, a mixture with one component more never fits worse, so the likelihood alone always asks
        for more. The Bayesian information criterion makes every free number cost something: it adds the
        misfit and a price for the <i>p</i> parameters. Small is good.
      </p>
      <Formula {...BIC} />
      {cells.length === 0 && task?.state !== "working" && (
        <div className={classes.buttons}>
          <button type="button" className={classes.go} onClick={compare} disabled={selection.count < 2}>
            Compare 1 to {MOST} components
          </button>
        </div>
      )}
      {task?.state === "working" && (
        <Working share={cells.length / MOST} elapsed={null} onCancel={task.cancel}>
          {`Comparing 1 to ${MOST} components`}
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={compare}>{task.problem.message}</TaskProblem>}
      {cells.length > 0 && (
        <figure className={classes.figure}>
          <div className={classes.bars} role="group" aria-label="BIC for each number of components">
            {bars(cells, selection.count).map(({ components, misfit, price, bic }) => (
              <button
                key={components}
                type="button"
                aria-pressed={components === chosen}
                aria-label={`${components} components: BIC ${fixed(bic, 1)}`}
                onClick={() => fit(components)}
              >
                <span className={classes.bar}>
                  <span data-part="price" style={{ height: `${100 * price}%` }} />
                  <span data-part="misfit" style={{ height: `${100 * misfit}%` }} />
                </span>
                <b>{components}</b>
              </button>
            ))}
          </div>
          <figcaption>
            <span className={classes.legend} data-part="price">
              <i /> price, p log N
            </span>
            <span className={classes.legend} data-part="misfit">
              <i /> misfit, −2 log L, from its least upwards
            </span>
          </figcaption>
        </figure>
      )}
      {cell && (
        <Formula
          tex={String.raw`\mathrm{BIC}=-2(${tex(cell.log_likelihood, 6)})+${cell.n_parameters}\log ${selection.count}=${tex(cell.bic, 5)}`}
          spoken={`BIC with ${cell.n_components} components is minus 2 times ${significant(cell.log_likelihood, 6)}, plus ${cell.n_parameters} times the logarithm of ${selection.count}: ${significant(cell.bic, 5)}.`}
        />
      )}
      <Exercise
        id="how-many"
        solved={done && best !== null && chosen === best.n_components}
        hint="The total height counts. Where misfit stops shrinking faster than the price grows, the bar is lowest."
        reward={verdict.join(" ")}
      >
        Compare, then choose the number of components whose BIC is best.
      </Exercise>
      <p className={classes.prose}>
        Two numbers whose BIC differs by less than 2 are as good as equal; more than 10 is decisive. And a
        component is not yet a cluster: a curved or flat group may take several.
      </p>
    </>
  );
}
