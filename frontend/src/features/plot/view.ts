/** What of the data and the mixture is in sight. */
export interface View {
  /** Names of the shown columns; one that is not among the fitted columns falls back to the first that is. */
  readonly x: string | null;
  readonly y: string | null;
  readonly ellipses: boolean;
  readonly contours: boolean;
  readonly unusual: boolean;
}

export const VIEW: View = { x: null, y: null, ellipses: true, contours: true, unusual: false };

/** The indices of the two columns to show; equal only when there is a single column. */
export function axesOf(columns: readonly string[], view: View): readonly [x: number, y: number] {
  const x = Math.max(columns.indexOf(view.x ?? ""), 0);
  const wanted = columns.indexOf(view.y ?? "");
  if (wanted >= 0 && wanted !== x) return [x, wanted];
  return [x, columns.findIndex((_, i) => i !== x) === -1 ? x : columns.findIndex((_, i) => i !== x)];
}
