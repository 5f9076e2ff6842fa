/**
 * Places for labels that would rather stand at these, but no closer to one another than `gap`, and between `low` and
 * `high` as far as there is room. Each run of labels that would overlap is centred on the mean of its wishes, which is
 * the nearest it can come to them (pooling of adjacent violators).
 */
export function spread(wishes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).toSorted((a, b) => wishes[a] - wishes[b]);
  // Taking the room before it off each wish leaves them to be in order, no more.
  const runs: { sum: number; count: number }[] = [];
  order.forEach((label, place) => {
    runs.push({ sum: wishes[label] - place * gap, count: 1 });
    for (;;) {
      const [before, last] = runs.slice(-2);
      if (!last || before.sum / before.count <= last.sum / last.count) break;
      runs.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const room = Math.max(high - low - gap * (wishes.length - 1), 0);
  const places = Array.from({ length: wishes.length }, () => 0);
  let place = 0;
  for (const { sum, count } of runs) {
    const start = Math.min(Math.max(sum / count, low), low + room);
    for (let i = 0; i < count; i++, place++) places[order[place]] = start + place * gap;
  }
  return places;
}
