interface Read {
  /** Null where nothing was typed that could be used. */
  readonly used: number | null;
  /** Why it is not what was typed. */
  readonly why: string | null;
}

/** The whole number within these bounds that is nearest to what was typed. */
export function bounded(typed: string | number, least: number, most: number): Read {
  const number = typed === "" ? NaN : Math.round(Number(typed));
  if (Number.isNaN(number)) return { used: null, why: null };
  if (number > most) return { used: most, why: `at most ${most}` };
  if (number < least) return { used: least, why: `at least ${least}` };
  return { used: number, why: null };
}
