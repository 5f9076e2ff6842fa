import { useMemo, useState } from "react";
import { BoundChart } from "../../charts/BoundChart";
import { Formula } from "../../components/Formula";
import { fixed, significant } from "../../components/numbers";
import { answersOf, heightsOf, profile } from "../../geometry/lowerBound";
import type { Iteration } from "../../geometry/moments";
import { useShownRun, type Run } from "../../session";
import { Exercise } from "./Exercise";
import { LESSONS } from "./lessons";
import { useMoment } from "./useChapter";
import { useStep } from "./useStep";
import classes from "./learn.module.css";

const BOUND = {
  tex: String.raw`\mathcal F=\sum_{n,k}\gamma_{nk}\log\frac{\pi_k\,\mathcal N(x_n\mid\mu_k,\Sigma_k)}{\gamma_{nk}}\le\log L`,
  spoken:
    "The bound is the sum over points and components of the responsibility times the logarithm of the weighted density over the responsibility. It is at most the log-likelihood.",
};

/** Places along the way at which both curves are computed. */
const PLACES = Array.from({ length: 37 }, (_, i) => (i - 6) / 20);
/** Above so many products the curves would keep the eye waiting; the two ends are enough then. */
const MOST = 60_000;

export default function ClimbChapter() {
  const run = useShownRun();
  const step = useStep();
  useMoment(1, 2);
  // Where the replay stood before the chapter took it elsewhere is nobody's answer.
  const [found] = useState(step);
  const [formula] = LESSONS.end.formulas;
  return (
    <>
      <p className={classes.prose}>
        The log-likelihood says how well a mixture explains all rows at once. EM never lowers it. Why not?
      </p>
      <Formula {...formula} />
      <p className={classes.prose}>
        The logarithm of a sum is hard to climb, so EM climbs something easier that lies below it. Given any
        shares γ, this is a lower bound:
      </p>
      <Formula {...BOUND} />
      {step ? <Heights run={run} from={step[0]} to={step[1]} /> : null}
      <p className={classes.prose}>
        The <b>E&#8209;step</b> chooses the shares for which the bound touches the log-likelihood. The{" "}
        <b>M&#8209;step</b> climbs to the top of the bound. The log-likelihood there is at least as high; how
        much higher is how far the shares have fallen out of date, as a Kullback–Leibler divergence.
      </p>
      <Exercise
        id="climb"
        solved={step !== null && step !== found && creeps(run.iterations, step[1].iteration)}
        hint="Drag the slider under the plot to the right, where the curve above it is flat."
        reward="Near the top the bound hugs the log-likelihood, and each round gains only a fraction of the one before."
      >
        Go to an iteration that gains less than a hundredth of what the greatest one did.
      </Exercise>
    </>
  );
}

/** One iteration's heights, in a picture and in numbers. */
function Heights({ run, from, to }: { readonly run: Run; readonly from: Iteration; readonly to: Iteration }) {
  const { selection } = run;
  const { heights, start, end } = useMemo(() => {
    const answers = answersOf(from.mixture, selection);
    const few = selection.count * from.mixture.weights.length > MOST;
    return {
      start: heightsOf(from.mixture, answers, selection),
      end: heightsOf(to.mixture, answers, selection),
      heights: profile(from.mixture, to.mixture, answers, selection, few ? [0, 1] : PLACES),
    };
  }, [from, to, selection]);
  const lifted = end.bound - start.bound;
  const gained = to.logLikelihood - from.logLikelihood;
  const summary = `Iteration ${to.iteration}: the bound touches the log-likelihood at ${fixed(from.logLikelihood, 3)}, the M-step lifts it by ${significant(lifted, 3)}, and the log-likelihood rises by ${significant(gained, 3)}.`;
  return (
    <figure className={classes.figure}>
      <figcaption>
        Iteration {to.iteration}, along the way of the M&#8209;step
        <span className={classes.legend}>
          <i /> log L
        </span>
        <span className={classes.legend} data-dashed>
          <i /> bound
        </span>
      </figcaption>
      <BoundChart heights={heights} summary={summary} />
      <dl className={classes.numbers}>
        <div>
          <dt>log L before</dt>
          <dd>{fixed(from.logLikelihood, 3)}</dd>
        </div>
        <div>
          <dt>bound after the E&#8209;step</dt>
          <dd data-testid="bound">{fixed(start.bound, 3)}</dd>
        </div>
        <div>
          <dt>bound after the M&#8209;step</dt>
          <dd data-testid="lifted bound">{fixed(end.bound, 3)}</dd>
        </div>
        <div>
          <dt>log L after</dt>
          <dd>{fixed(to.logLikelihood, 3)}</dd>
        </div>
      </dl>
      <p className={classes.unseen} role="status">
        {summary}
      </p>
    </figure>
  );
}

/** Whether this iteration gained less than a hundredth of what the greatest one did. */
function creeps(iterations: readonly Iteration[], at: number): boolean {
  const gains = iterations
    .slice(1)
    .map(({ logLikelihood }, i) => logLikelihood - iterations[i].logLikelihood);
  const index = iterations.findIndex(({ iteration }) => iteration === at) - 1;
  return index >= 0 && gains[index] < 0.01 * Math.max(...gains);
}
