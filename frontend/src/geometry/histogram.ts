import type { Interval } from "./points";

export interface Bin {
  readonly from: number;
  readonly to: number;
  /** Probability per unit of the column, split by the component that answers for it; sums over bins to one. */
  readonly shares: readonly number[];
}

const MOST_BINS = 80;

/** Freedman and Diaconis' rule (1981) for the width, held between 1 and `MOST_BINS` bins. */
export function binCount(values: Float64Array): number {
  const sorted = values.toSorted();
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  const range = sorted[sorted.length - 1] - sorted[0];
  const width = (2 * (quantile(0.75) - quantile(0.25))) / Math.cbrt(values.length);
  if (!(range > 0)) return 1;
  const wanted = width > 0 ? range / width : Math.sqrt(values.length);
  return Math.min(Math.max(Math.ceil(wanted), 5), MOST_BINS);
}

/**
 * A histogram on the scale of the density, so that a fitted curve can be laid over it.
 * Without responsibilities every bin has a single share.
 */
export function histogram(
  values: Float64Array,
  domain: Interval,
  bins: number,
  responsibilities: Float32Array | null,
  components: number,
): Bin[] {
  const kinds = responsibilities ? components : 1;
  const width = (domain[1] - domain[0]) / bins;
  const shares = Array.from({ length: bins }, () => Array.from({ length: kinds }, () => 0));
  const unit = 1 / (values.length * width);
  for (let n = 0; n < values.length; n++) {
    const bin = Math.min(Math.max(Math.floor((values[n] - domain[0]) / width), 0), bins - 1);
    for (let k = 0; k < kinds; k++) shares[bin][k] += unit * (responsibilities?.[n * kinds + k] ?? 1);
  }
  return shares.map((share, bin) => ({
    from: domain[0] + bin * width,
    to: domain[0] + (bin + 1) * width,
    shares: share,
  }));
}
