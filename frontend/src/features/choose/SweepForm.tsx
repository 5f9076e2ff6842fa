import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { STRUCTURES, type StructureText } from "../../session";
import { CountField } from "../../components/CountField";
import { EVERYTHING, type SweepOptions } from "./sweep";
import classes from "./choose.module.css";

interface Props {
  readonly options: SweepOptions;
  /** The structure that the model panel asks for. */
  readonly current: StructureText["value"];
  /** Why nothing can be compared right now. */
  readonly obstacle: string | null;
  readonly again: boolean;
  readonly onChange: (options: SweepOptions) => void;
  readonly onBegin: () => void;
}

const MOST = 30;

/** What may be chosen of the fourteen, by a name. */
const choices = (current: StructureText["value"]) => [
  { value: "all", label: "all fourteen", structures: EVERYTHING },
  ...STRUCTURES.map(({ group, structures }) => ({
    value: group,
    label: group.toLowerCase(),
    structures: structures.map(({ value }) => value),
  })),
  { value: "current", label: "only the one in the model", structures: [current] },
];

/** From how few to how many components, of which shapes, and how carefully. */
export function SweepForm({ options, current, obstacle, again, onChange, onBegin }: Props) {
  const offered = choices(current);
  const chosen = offered.find(({ structures }) => structures.join() === options.structures.join());
  const set = (part: Partial<SweepOptions>) => onChange({ ...options, ...part });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onBegin();
      }}
    >
      <CountField
        label="K from"
        value={options.least}
        least={1}
        most={MOST}
        onChange={(least) => set({ least, most: Math.max(least, options.most) })}
      />
      <CountField
        label="to"
        value={options.most}
        least={1}
        most={MOST}
        onChange={(most) => set({ most, least: Math.min(most, options.least) })}
      />
      <NativeSelect
        label="Shapes"
        data={offered.map(({ value, label }) => ({ value, label }))}
        value={chosen?.value ?? "current"}
        onChange={(event) => {
          const wanted = offered.find(({ value }) => value === event.currentTarget.value);
          if (wanted) set({ structures: wanted.structures });
        }}
      />
      <div className={classes.checks}>
        <Checkbox
          size="sm"
          label="Judge by held-out rows too (slower)"
          title="Cross-validation in five parts"
          checked={options.crossValidate}
          onChange={(event) => set({ crossValidate: event.currentTarget.checked })}
        />
        <Checkbox
          size="sm"
          label="Test each K against one more (much slower)"
          title="Likelihood-ratio tests, with 99 data sets drawn for each"
          checked={options.test}
          onChange={(event) => set({ test: event.currentTarget.checked })}
        />
      </div>
      <Button className={classes.go} type="submit" disabled={obstacle !== null}>
        {again ? "Compare again" : "Compare"}
      </Button>
      {obstacle && <p className={classes.note}>{obstacle}</p>}
    </form>
  );
}
