import type { Mixture } from "./mixture";

/** How unlike two components are: squared distance of the means in units of both widths. */
function unlikeness(a: Mixture, k: number, b: Mixture, j: number): number {
  return a.means[k].reduce((sum, value, i) => {
    const width = a.covariances[k][i][i] + b.covariances[j][i][i];
    return sum + (value - b.means[j][i]) ** 2 / width;
  }, 0);
}

/**
 * For each component of `before` the one of `after` that takes its place, so that together they have moved least:
 * numbers and colours then stay with their components from fit to fit. As many components in both.
 */
export function matching(before: Mixture, after: Mixture): number[] {
  return assignment(
    before.weights.map((_, k) => after.weights.map((__, j) => unlikeness(before, k, after, j))),
  );
}

/** For each row a column of its own, at the least total cost: the Hungarian method in the form of Jonker and Volgenant (1987). */
export function assignment(costs: readonly (readonly number[])[]): number[] {
  const size = costs.length;
  const rowPrice = new Float64Array(size + 1);
  const columnPrice = new Float64Array(size + 1);
  // Row that holds each column, both counted from 1; 0 is nobody.
  const holder = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const came = new Int32Array(size + 1);
    const least = new Float64Array(size + 1).fill(Infinity);
    const done = new Uint8Array(size + 1);
    holder[0] = row;
    let column = 0;
    while (holder[column] !== 0) {
      done[column] = 1;
      const from = holder[column];
      let gap = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (done[j]) continue;
        const reduced = costs[from - 1][j - 1] - rowPrice[from] - columnPrice[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          came[j] = column;
        }
        if (least[j] < gap) {
          gap = least[j];
          next = j;
        }
      }
      for (let j = 0; j <= size; j++) {
        if (done[j]) {
          rowPrice[holder[j]] += gap;
          columnPrice[j] -= gap;
        } else least[j] -= gap;
      }
      column = next;
    }
    for (; column !== 0; column = came[column]) holder[column] = holder[came[column]];
  }
  const columnOf = Array.from({ length: size }, () => 0);
  for (let j = 1; j <= size; j++) columnOf[holder[j] - 1] = j - 1;
  return columnOf;
}
