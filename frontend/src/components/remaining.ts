/** How long work will still take that has taken so many milliseconds for a share of it; null while nobody can say. */
export function remaining(elapsed: number, share: number): string | null {
  if (share <= 0 || elapsed < 1500) return null;
  const seconds = (elapsed * (1 - share)) / share / 1000;
  if (seconds < 1.5) return "a moment left";
  if (seconds < 60) return `about ${rounded(seconds)} seconds left`;
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? "about a minute left" : `about ${minutes} minutes left`;
}

/** As finely as an estimate deserves. */
const rounded = (seconds: number): number =>
  seconds < 10 ? Math.round(seconds) : 5 * Math.round(seconds / 5);
