import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import { IconArrowsShuffle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { limits, type ApiProblem } from "../../api";
import { Panel } from "../../components/Panel";
import { inPageWords } from "../../components/words";
import { FitStatus } from "./FitStatus";
import { ALL_STRUCTURES, INITIALISATIONS, STRUCTURES, type FitSettings, type Progress } from "../../session";
import { WholeNumber } from "./WholeNumber";
import classes from "./fit.module.css";

interface Props {
  readonly settings: FitSettings;
  readonly progress: Progress | null;
  readonly problem: ApiProblem | null;
  readonly cancelled: boolean;
  /** The fit in sight was made with other settings or columns. */
  readonly stale: boolean;
  /** Why a fit is impossible right now; null when it is possible. */
  readonly obstacle: string | null;
  readonly onChange: (settings: FitSettings) => void;
  readonly onFit: () => void;
  readonly onCancel: () => void;
}

const MOST_COMPONENTS = 50;
const MOST_STARTS = 1000;
const MOST_SEED = 2 ** 31 - 1;

/** How the mixture is fitted. */
export function FitPanel({ settings, progress, problem, onChange, ...props }: Props) {
  const { data: allowed } = useQuery({ queryKey: ["limits"], queryFn: limits, staleTime: Infinity });
  const structure = ALL_STRUCTURES.find(({ value }) => value === settings.structure);
  const refusal = (field: string) => (problem?.field === field ? inPageWords(problem.message) : undefined);
  const set = (part: Partial<FitSettings>) => onChange({ ...settings, ...part });
  return (
    <Panel title="Model">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          props.onFit();
        }}
      >
        <WholeNumber
          label="Components K"
          value={settings.components}
          least={1}
          most={Math.min(MOST_COMPONENTS, allowed?.max_components ?? MOST_COMPONENTS)}
          error={refusal("n_components")}
          onChange={(components) => set({ components })}
        />
        <WholeNumber
          label="Starts"
          value={settings.starts}
          least={1}
          most={Math.min(MOST_STARTS, allowed?.max_starts ?? MOST_STARTS)}
          error={refusal("n_init")}
          onChange={(starts) => set({ starts })}
        />
        <div className={classes.structure}>
          <NativeSelect
            label="Shape"
            data={STRUCTURES.map(({ group, structures }) => ({
              group,
              items: structures.map(({ value, label, letters }) => ({
                value,
                label: `${label} (${letters})`,
              })),
            }))}
            value={settings.structure}
            error={refusal("covariance_type")}
            onChange={(event) => set({ structure: event.currentTarget.value as FitSettings["structure"] })}
          />
          <p>{structure?.meaning}</p>
        </div>
        <NativeSelect
          label="Start from"
          data={Object.entries(INITIALISATIONS).map(([value, label]) => ({ value, label }))}
          value={settings.init}
          error={refusal("init")}
          onChange={(event) => set({ init: event.currentTarget.value as FitSettings["init"] })}
        />
        <div className={classes.seed}>
          <WholeNumber
            label="Seed"
            value={settings.seed}
            least={0}
            most={MOST_SEED}
            hideControls
            error={refusal("seed")}
            onChange={(seed) => set({ seed })}
          />
          <ActionIcon
            variant="default"
            size="input-sm"
            aria-label="Another seed"
            title="Another seed"
            onClick={() => set({ seed: Math.floor(Math.random() * 10_000) })}
          >
            <IconArrowsShuffle size={17} stroke={1.7} />
          </ActionIcon>
        </div>
        <div className={classes.action}>
          {progress ? (
            // Keys, because one button that turned into the other under a click would submit the form.
            <Button key="cancel" fullWidth variant="default" onClick={props.onCancel}>
              Cancel
            </Button>
          ) : (
            <Button key="fit" fullWidth type="submit" disabled={props.obstacle !== null}>
              {props.stale ? "Fit with these settings" : "Fit again"}
            </Button>
          )}
        </div>
        <FitStatus
          progress={progress}
          problem={problem}
          cancelled={props.cancelled}
          obstacle={props.obstacle}
          starts={settings.starts}
          onRetry={props.onFit}
        />
      </form>
    </Panel>
  );
}
