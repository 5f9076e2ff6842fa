import { describe, expect, it } from "vitest";
import { told } from "./told";

const collapsed = (k: number, rows: number) => ({
  code: "collapsed_component",
  message: `Component ${k} (about ${rows} rows) has no width in some direction: only the floor keeps its variance from zero. The likelihood of this fit means little; lower n_components.`,
});
const tiny = (k: number, rows: number) => ({
  code: "tiny_component",
  message: `Component ${k} is very narrow and rests on about ${rows} rows, too few to tell a group from chance; lower n_components.`,
});

describe("warnings of one code", () => {
  it("become one, with the numbers of their components", () => {
    expect(told([collapsed(3, 2), tiny(5, 4.1), collapsed(7, 3), collapsed(12, 2), tiny(6, 12)])).toEqual([
      {
        code: "collapsed_component",
        head: "Components 3, 7 and 12: each has no width in some direction: only the floor keeps its variance from zero.",
        rest: ["The likelihood of this fit means little; lower Components."],
      },
      {
        code: "tiny_component",
        head: "Components 5 and 6: each is very narrow and rests on about 4.1 to 12 rows, too few to tell a group from chance; lower Components.",
        rest: [],
      },
    ]);
  });

  it("name a few of many at once, and all of them behind the disclosure", () => {
    const [{ head, rest }] = told(Array.from({ length: 30 }, (_, k) => collapsed(k + 1, 2)));

    expect(head).toContain("Components 1, 2, 3, 4, 5, 6, 7, 8 and 22 more: each has");
    expect(rest.at(-1)).toMatch(/^Components 1, 2, .*, 29 and 30\.$/);
  });

  it("stay as they are when there is one, or when they have nothing in common", () => {
    expect(told([tiny(5, 4)])[0].head).toMatch(/^Component 5 is very narrow/);
    expect(
      told([
        { code: "odd", message: "One thing." },
        { code: "odd", message: "Another thing." },
      ]),
    ).toEqual([{ code: "odd", head: "One thing.", rest: ["Another thing."] }]);
  });
});
