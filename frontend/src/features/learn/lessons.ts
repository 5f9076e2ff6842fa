import type { CovarianceType, Initialisation, StartName } from "../../api";
import type { Phase } from "../../geometry/moments";

interface Line {
  readonly tex: string;
  readonly spoken: string;
}

export interface Lesson {
  readonly title: string;
  readonly text: string;
  readonly formulas: readonly Line[];
  readonly after: string;
}

/** Before there is anything to replay. */
export const WAITING: Lesson = {
  title: "Not fitted yet",
  text: "These are the points alone. Choose the columns, the number of components and their shape, then press the button below them: EM will look for the mixture that explains the points best.",
  formulas: [],
  after: "",
};

/** What the plot shows at a moment, in words and in the field's own notation. */
export const LESSONS: Record<Phase, Lesson> = {
  start: {
    title: "A first guess",
    text: "EM needs somewhere to begin. Nobody answers for any point yet, so all of them are grey.",
    formulas: [
      {
        tex: String.raw`p(x)=\sum_{k=1}^{K}\pi_k\,\mathcal N(x\mid\mu_k,\Sigma_k)`,
        spoken: "The density of x is the sum over the components of weight times normal density.",
      },
    ],
    after: "The mixture is this weighted sum of K Gaussians: weights π, means μ, covariances Σ.",
  },
  "e-step": {
    title: "E-step: who answers for each point?",
    text: "The components stand still. For every point, each one's responsibility is its share of the density there. Points take the mixed colour: pure where one component is certain, blended between two.",
    formulas: [
      {
        tex: String.raw`\gamma_{nk}=\frac{\pi_k\,\mathcal N(x_n\mid\mu_k,\Sigma_k)}{\sum_{j}\pi_j\,\mathcal N(x_n\mid\mu_j,\Sigma_j)}`,
        spoken:
          "The responsibility of component k for point n is its weighted density there, divided by that of all components.",
      },
    ],
    after: "k-means does this with all or nothing: the nearest mean takes the whole point.",
  },
  "m-step": {
    title: "M-step: fit each one to its share",
    text: "The colours stand still. Each component takes the weight and mean of the points, each counted as far as it answers for it; and a covariance of the chosen shape from the same points.",
    formulas: [
      {
        tex: String.raw`\pi_k=\frac{N_k}{N},\qquad N_k=\sum_n\gamma_{nk}`,
        spoken: "The weight is N k over N, where N k is the sum of the responsibilities.",
      },
      {
        tex: String.raw`\mu_k=\frac1{N_k}\sum_n\gamma_{nk}\,x_n`,
        spoken: "The mean is the weighted mean of the points.",
      },
    ],
    after: "No other parameters suit these colours better, so the likelihood cannot fall.",
  },
  end: {
    title: "Where EM came to rest",
    text: "Another round would change next to nothing. The log-likelihood, which says how well the mixture explains the points, rose in every iteration and has flattened out. This is an optimum nearby, not always the best there is: hence several starts.",
    formulas: [
      {
        tex: String.raw`\log L=\sum_{n=1}^{N}\log\sum_{k=1}^{K}\pi_k\,\mathcal N(x_n\mid\mu_k,\Sigma_k)`,
        spoken: "The log-likelihood is the sum over the points of the logarithm of the mixture's density.",
      },
    ],
    after: "Step back through the iterations, or press play, to see how it got here.",
  },
};

/** The end of a run that had no more iterations to go on. */
const CUT_SHORT: Lesson = {
  title: "Stopped before it came to rest",
  text: "The iterations were used up while the log-likelihood, which says how well the mixture explains the points, was still rising. It never fell on the way, but this is not yet an optimum.",
  formulas: LESSONS.end.formulas,
  after: "Below, “Go on with leaps” carries on faster than plain EM. Fewer components often settle sooner.",
};

/** What an M-step makes of the points' scatter, by the shape that was chosen. */
export const COVARIANCES: Record<CovarianceType, Line> = {
  full: {
    tex: String.raw`\Sigma_k=\frac1{N_k}\sum_n\gamma_{nk}\,(x_n-\mu_k)(x_n-\mu_k)^{\!\top}`,
    spoken: "The covariance is the weighted covariance of the points around the new mean.",
  },
  tied: {
    tex: String.raw`\Sigma=\frac1N\sum_{n,k}\gamma_{nk}\,(x_n-\mu_k)(x_n-\mu_k)^{\!\top}`,
    spoken: "The one covariance of all components is the weighted covariance around the new means.",
  },
  diag: {
    tex: String.raw`\sigma_{kd}^2=\frac1{N_k}\sum_n\gamma_{nk}\,(x_{nd}-\mu_{kd})^2`,
    spoken: "In each column d, the variance is the weighted variance of the points around the new mean.",
  },
  spherical: {
    tex: String.raw`\sigma_k^2=\frac1{D\,N_k}\sum_n\gamma_{nk}\,\lVert x_n-\mu_k\rVert^2`,
    spoken:
      "The one variance of a component is its weighted variance around the new mean, averaged over the D columns.",
  },
  EII: {
    tex: String.raw`\sigma^2=\frac1{D\,N}\sum_{n,k}\gamma_{nk}\,\lVert x_n-\mu_k\rVert^2`,
    spoken:
      "The one variance of all components is the weighted variance around the new means, averaged over the D columns.",
  },
  EEI: {
    tex: String.raw`\sigma_d^2=\frac1N\sum_{n,k}\gamma_{nk}\,(x_{nd}-\mu_{kd})^2`,
    spoken: "In each column d, the variance of all components is the weighted one around the new means.",
  },
  VEI: {
    tex: String.raw`\sigma_{kd}^2=\lambda_k\,a_d`,
    spoken: "The variance of component k in column d is its own size times a stretch that all share.",
  },
  EVI: {
    tex: String.raw`\sigma_{kd}^2=\lambda\,a_{kd},\qquad \textstyle\prod_d a_{kd}=1`,
    spoken: "The variance of component k in column d is one size for all times a stretch of its own.",
  },
  VEE: {
    tex: String.raw`\Sigma_k=\lambda_k\,C`,
    spoken: "The covariance of component k is its own size times a matrix that all share.",
  },
  EVE: {
    tex: String.raw`\Sigma_k=\lambda\,Q A_k Q^{\!\top}`,
    spoken: "The covariance of component k has one size and the axes of all, and a stretch of its own.",
  },
  VVE: {
    tex: String.raw`\Sigma_k=\lambda_k\,Q A_k Q^{\!\top}`,
    spoken: "The covariance of component k has the axes of all, and a size and stretch of its own.",
  },
  EEV: {
    tex: String.raw`\Sigma_k=\lambda\,Q_k A\, Q_k^{\!\top}`,
    spoken: "The covariance of component k has one size and stretch for all, and axes of its own.",
  },
  VEV: {
    tex: String.raw`\Sigma_k=\lambda_k\,Q_k A\, Q_k^{\!\top}`,
    spoken: "The covariance of component k has one stretch for all, and a size and axes of its own.",
  },
  EVV: {
    tex: String.raw`\Sigma_k=\lambda\,Q_k A_k Q_k^{\!\top}`,
    spoken: "The covariance of component k has one size for all, and a stretch and axes of its own.",
  },
};

export interface RunTold {
  readonly structure: CovarianceType;
  readonly cutShort: boolean;
  readonly leaping: boolean;
}

/** What there is to say at a moment of this run. */
export function lessonAt(phase: Phase | null, { structure, cutShort, leaping }: RunTold): Lesson {
  if (phase === null) return WAITING;
  if (phase === "end" && cutShort)
    return leaping ? { ...CUT_SHORT, after: "Fewer components often settle sooner." } : CUT_SHORT;
  if (phase !== "m-step") return LESSONS[phase];
  const lesson = LESSONS["m-step"];
  return {
    ...lesson,
    formulas: [...lesson.formulas, COVARIANCES[structure]],
    after: leaping ? "This fit leaps: it also goes further the way that the last steps went." : lesson.after,
  };
}

/** How the first mixture came about. */
export const STARTS: Record<Initialisation | StartName, string> = {
  auto: "",
  "k-means++":
    "Rows that lie far apart were picked, every row went to the nearest of them, and each group gave a component its mean and covariance.",
  "whitened k-means++":
    "The data were stretched to be equally wide in every direction. Rows far apart were picked, every row went to the nearest, and each group became a component.",
  random:
    "Rows picked at random became the means. Every component has the covariance of all the data, and the same weight.",
  "random labels": "Every row was given to a component by lot, so that all of them begin nearly alike.",
  slices: "The data were cut into slices across a random direction, and each slice became a component.",
  balls:
    "A random row and its nearest neighbours became a component, again and again; all that was left became the last, wide one.",
  projections:
    "The data were looked at along the direction in which they part most clearly, and divided into groups along it.",
  hierarchical:
    "Rows were merged into groups, each time the two whose union scattered least, until one was left for every component.",
  "whitened hierarchical":
    "The data were stretched to be equally wide in every direction. Rows were merged into groups, each time the two whose union scattered least, until one was left for every component.",
  swap: "In the best mixture that other starts had found, one component was moved to where the data were badly explained.",
  given: "The mixture it was given was taken as it is.",
};
