/** A symmetric matrix as its rows. */
export type Matrix = readonly (readonly number[])[];

export interface Eigen {
  /** From the greatest to the least. */
  readonly values: readonly number[];
  /** vectors[i] is the unit vector that belongs to values[i]. */
  readonly vectors: Matrix;
}

const MOST_SWEEPS = 60;

/** Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (1846): exact enough for any covariance. */
export function eigen(matrix: Matrix): Eigen {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((row, i) => row.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p][q]) <= Number.EPSILON * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) continue;
        turned = true;
        rotate(a, v, p, q);
      }
    if (!turned) break;
  }
  const order = a.map((_, i) => i).toSorted((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

/** Turns the plane of two coordinates so that their off-diagonal element vanishes. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const slope = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.hypot(slope, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) [row[p], row[q]] = [cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]];
  for (const m of [a, v])
    for (let i = 0; i < a.length; i++)
      [m[p][i], m[q][i]] = [cosine * m[p][i] - sine * m[q][i], sine * m[p][i] + cosine * m[q][i]];
  a[p][q] = 0;
  a[q][p] = 0;
}

/** The matrix that has these eigenvectors with these values. */
export function composed(values: readonly number[], vectors: Matrix): number[][] {
  return vectors.map((_, i) =>
    vectors.map((__, j) => values.reduce((sum, value, m) => sum + value * vectors[m][i] * vectors[m][j], 0)),
  );
}
