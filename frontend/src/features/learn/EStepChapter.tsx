import { useMemo } from "react";
import { ComponentMark } from "../../components/ComponentMark";
import { Formula } from "../../components/Formula";
import { percent, significant } from "../../components/numbers";
import { TableScroll } from "../../components/TableScroll";
import { termsAt, unevenness } from "../../geometry/terms";
import { usePlotLayer, useShownRun } from "../../session";
import { Exercise } from "./Exercise";
import { filledResponsibility } from "./formulas";
import { LESSONS } from "./lessons";
import { PointChooser } from "./PointChooser";
import { spokesOf } from "./spokes";
import { fromLog } from "./tex";
import { useLook, useMoment, usePointOfFormulas } from "./useChapter";
import { useAnswering } from "./useStep";
import classes from "./learn.module.css";

/** A row counts as shared evenly up to 60 to 40. */
const EVEN = 0.2;

export default function EStepChapter() {
  const { selection } = useShownRun();
  const mixture = useAnswering();
  const [point, choose] = usePointOfFormulas();
  useLook({ ellipses: true, contours: false, unusual: false });
  useMoment(0, 1);
  const terms = useMemo(
    () => (mixture && point >= 0 ? termsAt(mixture, selection, point) : null),
    [mixture, selection, point],
  );
  const shares = useMemo(() => terms?.map(({ responsibility }) => responsibility) ?? [], [terms]);
  usePlotLayer(useMemo(() => spokesOf(selection, point, shares), [selection, point, shares]));
  const leader = shares.indexOf(Math.max(...shares));
  const [formula] = LESSONS["e-step"].formulas;
  return (
    <>
      <p className={classes.prose}>
        Suppose the mixture in sight were true. Which component made this row? Each could have; how likely
        each is to have been the one is its <em>responsibility</em>: its weight times its density at the row,
        divided by the same of all.
      </p>
      <Formula {...formula} />
      {terms === null ? (
        <p className={classes.quiet}>
          Nobody answers for any row yet. Step forward below the plot: that is an E&#8209;step.
        </p>
      ) : (
        <>
          <PointChooser point={point} onChoose={choose} />
          <TableScroll label="Terms of the formula">
            <table className={classes.terms}>
              <thead>
                <tr>
                  <th scope="col">
                    <span className={classes.unseen}>component</span>
                  </th>
                  <th scope="col">weight</th>
                  <th scope="col">× density</th>
                  <th scope="col">= product</th>
                  <th scope="col">share</th>
                </tr>
              </thead>
              <tbody>
                {terms.map(({ weight, logDensity, logJoint, responsibility }, k) => (
                  <tr key={k} data-leading={k === leader || undefined}>
                    <th scope="row">
                      <ComponentMark component={k} />
                    </th>
                    <td>{significant(weight, 3)}</td>
                    <td>{fromLog(logDensity)}</td>
                    <td>{fromLog(logJoint)}</td>
                    <td data-testid="responsibility">{fromLog(Math.log(responsibility), 4)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
          <Formula {...filledResponsibility(terms, leader)} />
          <p className={classes.unseen} role="status">
            {`Row ${selection.rowNumbers[point]}: ${shares.map((share, k) => `component ${k + 1} answers for ${percent(share)}`).join(", ")}.`}
          </p>
        </>
      )}
      <p className={classes.prose}>
        The shares of a row add up to one, so nobody wins it outright: its colour on the plot mixes theirs in
        just this ratio. {LESSONS["e-step"].after}
      </p>
      <Exercise
        id="e-step"
        solved={shares.length > 1 && unevenness(shares) < EVEN}
        hint="Look where two ellipses meet and the colours blend. If no row is there, take a component by its number and drag it nearer to the other."
        reward="Evenly shared: the mixture cannot tell which of the two made it, and says so."
      >
        Find a row that two components share about evenly, 60 to 40 or closer.
      </Exercise>
    </>
  );
}
