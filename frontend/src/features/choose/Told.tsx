import { Button } from "@mantine/core";
import type { Spot } from "../../charts/CriterionChart";
import { inPageWords } from "../../components/words";
import { CRITERIA } from "./criteria";
import type { Sweep } from "./sweep";
import classes from "./choose.module.css";

interface Props {
  readonly told: NonNullable<Sweep["told"]>;
  readonly onTake: (spot: Spot) => void;
}

/** What the table says, in the words of the service. */
export function Verdict({ sentences }: { sentences: readonly string[] }) {
  const [first, ...others] = sentences;
  return (
    <div className={classes.told}>
      <p className={classes.verdict}>{inPageWords(first)}</p>
      {others.map((sentence) => (
        <p key={sentence}>{inPageWords(sentence)}</p>
      ))}
    </div>
  );
}

/** What each criterion prefers, and what the tests say. */
export function Choices({ told, onTake }: Props) {
  return (
    <div className={classes.told}>
      <ul className={classes.choices} aria-label="What each criterion prefers">
        {told.choices.map(({ criterion, preferred, strength }) => (
          <li key={criterion}>
            <span>{CRITERIA.find(({ value }) => value === criterion)?.label ?? criterion}</span>
            <strong>
              {preferred.n_components} × {preferred.letters}
            </strong>
            <span className={classes.strength}>{strength}</span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Take ${preferred.n_components} × ${preferred.letters}`}
              onClick={() => onTake({ key: preferred.covariance_type, components: preferred.n_components })}
            >
              Take
            </Button>
          </li>
        ))}
      </ul>
      {told.tests.length > 0 && (
        <ul className={classes.tests} aria-label="Likelihood-ratio tests">
          {told.tests.map((test) => (
            <li key={test.n_components}>
              {test.n_components} against {test.n_components + 1} components: p ={" "}
              {test.p_value < 0.1 ? test.p_value.toPrecision(1) : test.p_value.toFixed(2)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
