/** What the service calls its settings, and what the page does. */
const NAMES: Record<string, string> = {
  n_components: "Components",
  covariance_type: "Shape",
  n_init: "Starts",
  max_iter: "the iteration limit",
  tol: "the tolerance",
  covariance_floor: "the covariance floor",
};

/** A quoted name, which is somebody's own word, or one of the service's. */
const WORD = new RegExp(
  String.raw`(?<!\w)('[^']*'|"[^"]*")(?!\w)|\b(${Object.keys(NAMES).join("|")})\b`,
  "g",
);

/** A sentence of the service in the page's words. */
export const inPageWords = (sentence: string): string =>
  sentence.replaceAll(WORD, (match, _quoted, name: string | undefined) => (name ? NAMES[name] : match));
