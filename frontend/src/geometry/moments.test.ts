import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoComponents } from "./mixtures.fixture";
import { lastMoment, mixtureAt, momentAt, type Iteration } from "./moments";

const count = fc.integer({ min: 2, max: 60 });

describe("the moments of a replay", () => {
  it("begin with nobody answering and end with the last mixture colouring its own points", () => {
    fc.assert(
      fc.property(count, (mixtures) => {
        expect(momentAt(0, mixtures)).toMatchObject({ phase: "start", drawn: 0, colouring: null });
        expect(momentAt(lastMoment(mixtures), mixtures)).toMatchObject({
          phase: "end",
          drawn: mixtures - 1,
          colouring: mixtures - 1,
        });
      }),
    );
  });

  it("alternate: an E-step recolours and draws the same, an M-step draws the next and keeps the colours", () => {
    fc.assert(
      fc.property(count, (mixtures) => {
        for (let index = 1; index < lastMoment(mixtures); index++) {
          const [before, now] = [momentAt(index - 1, mixtures), momentAt(index, mixtures)];
          if (now.phase === "e-step") {
            expect(now.drawn).toBe(before.drawn);
            expect(now.colouring).toBe(now.drawn);
          } else {
            expect(now.phase).toBe("m-step");
            expect(now.drawn).toBe(before.drawn + 1);
            expect(now.colouring).toBe(before.colouring);
          }
        }
      }),
    );
  });

  it("do not exist beyond either end", () => {
    expect(momentAt(-3, 5)).toEqual(momentAt(0, 5));
    expect(momentAt(99, 5)).toEqual(momentAt(lastMoment(5), 5));
  });

  it("draw each iteration's own mixture when the replay stands still", () => {
    const iterations: Iteration[] = [0, 1, 2].map((iteration) => ({
      iteration,
      logLikelihood: iteration,
      mixture: { ...twoComponents, weights: [0.1 * iteration, 1 - 0.1 * iteration] },
    }));

    expect(mixtureAt(2, iterations)).toBe(iterations[1].mixture);
    expect(mixtureAt(lastMoment(3), iterations)).toBe(iterations[2].mixture);
  });
});
