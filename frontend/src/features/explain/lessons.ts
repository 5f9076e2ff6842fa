import type { Initialisation } from "../../api";
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
    title: "M-step: fit each component to its share",
    text: "The colours stand still. Each component takes the weight, mean and covariance of the points, each counted as far as it answers for it.",
    formulas: [
      {
        tex: String.raw`\pi_k=\frac{N_k}{N},\qquad N_k=\sum_n\gamma_{nk}`,
        spoken: "The weight is N k over N, where N k is the sum of the responsibilities.",
      },
      {
        tex: String.raw`\mu_k=\frac1{N_k}\sum_n\gamma_{nk}\,x_n`,
        spoken: "The mean is the weighted mean of the points.",
      },
      {
        tex: String.raw`\Sigma_k=\frac1{N_k}\sum_n\gamma_{nk}\,(x_n-\mu_k)(x_n-\mu_k)^{\!\top}`,
        spoken: "The covariance is the weighted covariance of the points around the new mean.",
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

export interface Application {
  readonly key: "clustering" | "density" | "anomalies";
  readonly title: string;
  readonly text: string;
  readonly action: string;
}

export const APPLICATIONS: readonly Application[] = [
  {
    key: "clustering",
    title: "Clustering",
    text: "Each component is a cluster, and each row belongs to all of them in parts. Point at a row between two clusters to see how it is divided.",
    action: "Show the components",
  },
  {
    key: "density",
    title: "Density estimation",
    text: "The mixture is a smooth density over the whole plane. The contours enclose the smallest regions that hold 50, 80 and 95 % of what it expects.",
    action: "Show the density",
  },
  {
    key: "anomalies",
    title: "Anomaly detection",
    text: "A row where the density is low is one the mixture hardly expects. Those outside the 95 % region are ringed: about one row in twenty, if the model is right.",
    action: "Show unusual points",
  },
];

/** How the first mixture came about. */
export const STARTS: Record<Initialisation, string> = {
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
};
