import { Button } from "@mantine/core";
import { useMemo } from "react";
import { mergeTree, type MergeTree } from "../../api";
import { ComponentMark } from "../../components/ComponentMark";
import { fixed } from "../../components/numbers";
import { TaskProblem } from "../../components/TaskProblem";
import { ViewSection } from "../../components/ViewSection";
import { Working } from "../../components/Working";
import { clusterColours } from "../../geometry/clusterColours";
import { useKept, usePlotLayer, useTask } from "../../session";
import { aboutFit, type FinishedRun } from "./finished";
import classes from "./result.module.css";

/** Which components make one cluster: a group that is not normal takes several of them. */
export function Clusters({ run }: { run: FinishedRun }) {
  const [task, begin] = useTask<never, MergeTree>("merging", run.result);
  const merge = () => begin((signal) => mergeTree(aboutFit(run), signal));
  if (run.result.model.weights.length < 2) return null;
  return (
    <ViewSection title="Clusters">
      {!task?.answer && task?.state !== "working" && (
        <>
          <p className={classes.lead}>
            One group may take several components. Merging joins those whose rows cannot be told apart, step
            by step.
          </p>
          <Button size="xs" variant="default" onClick={merge}>
            Suggest merges
          </Button>
        </>
      )}
      {task?.state === "working" && (
        <Working share={null} elapsed={null} onCancel={task.cancel}>
          Merging components
        </Working>
      )}
      {task?.problem && <TaskProblem onRetry={merge}>{task.problem.message}</TaskProblem>}
      {task?.answer && <Steps tree={task.answer} />}
    </ViewSection>
  );
}

/** So many clusters, of which components, and how much doubt about rows is left; choosing one colours the plot. */
function Steps({ tree: { clusterings, elbow } }: { tree: MergeTree }) {
  const [chosen, setChosen] = useKept<number | null>("merged clusters", null);
  const shown = clusterings.find((clustering) => clustering.n_clusters === chosen);
  const layer = useMemo(
    () =>
      shown
        ? {
            colours: clusterColours(shown.labels, shown.clusters),
            meaning: `Colours: ${shown.n_clusters === 1 ? "one cluster" : `${shown.n_clusters} clusters`}, each in the colour of its first component.`,
          }
        : null,
    [shown],
  );
  usePlotLayer(layer);
  const most = Math.max(...clusterings.map(({ entropy }) => entropy), 1e-9);
  return (
    <>
      <p className={classes.lead}>
        {elbow === null
          ? "Bars: how much doubt there is about which cluster rows are in."
          : `Bars: how much doubt there is about which cluster rows are in. Below ${elbow} clusters merging joins what lies apart.`}
      </p>
      <ol className={classes.steps}>
        {clusterings.map(({ n_clusters: count, entropy, clusters }) => (
          <li key={count}>
            <button
              type="button"
              aria-pressed={count === chosen}
              aria-label={`${count} ${count === 1 ? "cluster" : "clusters"}: ${clusters.map((members) => members.map((k) => k + 1).join(" and ")).join("; ")}${count === elbow ? ", suggested" : ""}`}
              onClick={() => setChosen(count === chosen ? null : count)}
            >
              <strong>{count}</strong>
              <span className={classes.groups}>
                {clusters.map((members) => (
                  <span key={members[0]} data-merged={members.length > 1 || undefined}>
                    {members.map((component) => (
                      <ComponentMark key={component} component={component} />
                    ))}
                  </span>
                ))}
                {count === elbow && <em>suggested</em>}
              </span>
              <span className={classes.doubt}>
                <span style={{ width: `${(100 * entropy) / most}%` }} />
              </span>
              <span className={classes.entropy}>{fixed(entropy, 1)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
