/** What of the data and the mixture is in sight. */
export interface Look {
  /** Names of the shown columns; one that is not among the fitted columns falls back to the first that is. */
  readonly x: string | null;
  readonly y: string | null;
  readonly ellipses: boolean;
  readonly contours: boolean;
  readonly unusual: boolean;
  /** Name of the column that colours the points; null: the components that answer for them do. */
  readonly colouring: string | null;
}

export const LOOK: Look = {
  x: null,
  y: null,
  ellipses: true,
  contours: true,
  unusual: false,
  colouring: null,
};

/** The indices of the two columns to show; equal only when there is a single column. */
export function axesOf(
  columns: readonly string[],
  look: Pick<Look, "x" | "y">,
): readonly [x: number, y: number] {
  const x = Math.max(columns.indexOf(look.x ?? ""), 0);
  const wanted = columns.indexOf(look.y ?? "");
  if (wanted >= 0 && wanted !== x) return [x, wanted];
  return [x, columns.findIndex((_, i) => i !== x) === -1 ? x : columns.findIndex((_, i) => i !== x)];
}
