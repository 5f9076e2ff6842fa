import type { Look } from "../../session";

/** What a mixture is good for. */
export interface Application {
  readonly key: "clustering" | "density" | "anomalies";
  readonly title: string;
  readonly text: string;
  readonly action: string;
  /** What one wants to see on the plot for it. */
  readonly layers: Pick<Look, "ellipses" | "contours" | "unusual">;
}

export const APPLICATIONS: readonly Application[] = [
  {
    key: "clustering",
    title: "Clustering",
    text: "Each component is a cluster, and each row belongs to all of them in parts. Point at a row between two clusters to see how it is divided.",
    action: "Show the components",
    layers: { ellipses: true, contours: false, unusual: false },
  },
  {
    key: "density",
    title: "Density estimation",
    text: "The mixture is a smooth density over the whole plane. The contours enclose the smallest regions that hold 50, 80 and 95 % of what it expects.",
    action: "Show the density",
    layers: { ellipses: false, contours: true, unusual: false },
  },
  {
    key: "anomalies",
    title: "Anomaly detection",
    text: "A row where the density is low is one the mixture hardly expects. Those outside the 95 % region are ringed: about one row in twenty, if the model is right.",
    action: "Show unusual points",
    layers: { ellipses: false, contours: true, unusual: true },
  },
];

/** The use for which just these layers are shown. */
export const applicationOf = (look: Application["layers"]): Application | null =>
  APPLICATIONS.find(
    ({ layers }) =>
      layers.ellipses === look.ellipses &&
      layers.contours === look.contours &&
      layers.unusual === look.unusual,
  ) ?? null;
