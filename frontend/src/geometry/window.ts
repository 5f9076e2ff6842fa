/** What of a long list is in sight, and where it stands. */
export interface Window {
  /** Of all that scrolls, in pixels. */
  readonly height: number;
  /** The first item to draw, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Where the first of them stands, in pixels from the top of all that scrolls. */
  readonly top: number;
}

/** Browsers make nothing taller than some 33 million pixels; a longer list scrolls in larger steps. */
const TALLEST = 30_000_000;
/** Items drawn beyond both edges, so that quick scrolling shows no gaps. */
const BEYOND = 8;

/** The items of a list of equally high ones that are in sight at a place of the scroll bar. */
export function windowOf(count: number, item: number, room: number, scrolled: number): Window {
  const whole = count * item;
  const height = Math.min(whole, TALLEST);
  // How far down the list itself that place is: the same where the list is not taller than a browser allows.
  const reach = Math.max(height - room, 0);
  const place = Math.min(Math.max(scrolled, 0), reach);
  const down = reach > 0 ? (place / reach) * (whole - room) : 0;
  const first = Math.floor(down / item);
  const from = Math.max(first - BEYOND, 0);
  const to = Math.min(first + Math.ceil(room / item) + BEYOND + 1, count);
  return { height, from, to, top: place + from * item - down };
}

/** The place of the scroll bar at which an item is in the middle. */
export function placeOf(index: number, count: number, item: number, room: number): number {
  const whole = count * item;
  const reach = Math.max(Math.min(whole, TALLEST) - room, 0);
  const down = Math.min(Math.max(index * item - (room - item) / 2, 0), Math.max(whole - room, 0));
  return whole > room ? (down / (whole - room)) * reach : 0;
}
