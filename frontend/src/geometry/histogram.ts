import { paddedExtent } from "./points";

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
 * A histogram from the least to the greatest value, on the scale of the density, so that a fitted curve can be
 * laid over it. Without responsibilities every bin has a single share.
 */
export function histogram(
  values: Float64Array,
  bins: number,
  responsibilities: Float32Array | null,
  components: number,
): Bin[] {
  const kinds = responsibilities ? components : 1;
  const [low, high] = paddedExtent(values, 0);
  const width = (high - low) / bins;
  const shares = Array.from({ length: bins }, () => Array.from({ length: kinds }, () => 0));
  const unit = 1 / (values.length * width);
  for (let n = 0; n < values.length; n++) {
    const bin = Math.min(Math.floor((values[n] - low) / width), bins - 1);
    for (let k = 0; k < kinds; k++) shares[bin][k] += unit * (responsibilities?.[n * kinds + k] ?? 1);
  }
  return shares.map((share, bin) => ({
    from: low + bin * width,
    to: low + (bin + 1) * width,
    shares: share,
  }));
}
