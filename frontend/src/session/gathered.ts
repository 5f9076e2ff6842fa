/** Gathers what arrives within one frame: a fast service reports hundreds of iterations in the time of one. */
export function gathered<Item>(deliver: (items: Item[]) => void) {
  let waiting: Item[] = [];
  let frame = 0;
  const now = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    const items = waiting;
    waiting = [];
    if (items.length > 0) deliver(items);
  };
  return {
    now,
    add: (item: Item) => {
      waiting.push(item);
      frame ||= requestAnimationFrame(now);
    },
    drop: () => {
      cancelAnimationFrame(frame);
      waiting = [];
    },
  };
}
