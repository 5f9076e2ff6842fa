import { evaluate, type Evaluation } from "../geometry/density";
import { badlyExplained } from "../geometry/misfit";
import { isPaintable, type Mixture } from "../geometry/mixture";
import { mixtureAt } from "../geometry/moments";
import { withComponent, withoutComponent } from "../geometry/shaping";
import { structureOf } from "../geometry/structure";
import type { Selection } from "../geometry/table";
import { initialState, shownRun, type Run } from "./fitState";
import type { FitSettings } from "./settings";
import type { Slice } from "./slice";

/** A mixture that a person has in hand, and what it says of the data. */
export interface Draft {
  readonly mixture: Mixture;
  readonly evaluation: Evaluation;
  readonly logLikelihood: number;
}

export interface EditSlice {
  /** Null while nobody has hold of the mixture. */
  readonly draft: Draft | null;
  /** The component that a person is busy with, counted from 0. */
  readonly focus: number | null;
  /** Whether EM takes over as soon as a person lets go. */
  readonly follows: boolean;
  readonly focusOn: (component: number | null) => void;
  readonly setFollows: (follows: boolean) => void;
  /** What is drawn: in hand, or somewhere in the replay. */
  readonly mixtureInSight: () => Mixture | null;
  /** Changes the mixture in sight; nothing is remembered, and EM waits, until `letGo`. */
  readonly takeInHand: (change: (mixture: Mixture) => Mixture) => void;
  /** Makes what a person has in hand the start of a run, and has EM go on from there. */
  readonly letGo: () => void;
  /** Puts another component where the data are badly explained, and takes hold of it. */
  readonly addComponent: () => void;
  readonly removeComponent: (component: number) => void;
  readonly removeLightest: () => void;
  /** Takes it back. */
  readonly dropDraft: () => void;
  /** The first mixture of the run in sight once more, on the data as they are now. */
  readonly startAgain: () => void;
  /** Has EM go on from a mixture that was found elsewhere. */
  readonly startFrom: (mixture: Mixture, selection: Selection, settings: FitSettings) => void;
  /** The mixture in sight, on these samples, as the start of a run. */
  readonly carryOver: (selection: Selection) => void;
}

export function drafted(mixture: Mixture, selection: Selection): Draft {
  const evaluation = evaluate(mixture, selection);
  const logLikelihood = evaluation.logDensity.reduce((sum, value) => sum + value, 0);
  return { mixture, evaluation, logLikelihood };
}

export const editSlice =
  (positionOf: () => number): Slice<EditSlice> =>
  (set, get) => {
    const begin = (run: Run) => {
      const { settings } = get();
      const { components } = run.settings;
      set({
        draft: null,
        settings: components === settings.components ? settings : { ...settings, components },
        fitting: { ...initialState(run.selection), settled: run },
      });
      if (get().follows) get().goOn();
    };

    const openRun = (selection: Selection, { mixture, logLikelihood }: Omit<Draft, "evaluation">): Run => ({
      selection,
      settings: { ...shownRun(get()).settings, components: mixture.weights.length, starts: 1 },
      gait: "steps",
      iterations: [{ iteration: 0, logLikelihood, mixture }],
      result: null,
      byHand: true,
    });

    const inSight = (): Mixture | null => {
      const { iterations } = shownRun(get());
      return get().draft?.mixture ?? (iterations.length > 0 ? mixtureAt(positionOf(), iterations) : null);
    };

    return {
      draft: null,
      focus: null,
      follows: true,
      mixtureInSight: inSight,
      focusOn: (focus) => {
        if (focus !== get().focus) set({ focus });
      },
      setFollows: (follows) => {
        set({ follows });
        if (follows) get().goOn();
      },
      takeInHand: (change) => {
        const mixture = inSight();
        if (!mixture) return;
        const next = change(mixture);
        if (!isPaintable(next)) return;
        set({ draft: drafted(next, shownRun(get()).selection) });
      },
      letGo: () => {
        const { draft, record, cancelFit } = get();
        if (!draft) return;
        const { selection } = shownRun(get());
        const run = openRun(selection, draft);
        cancelFit();
        record("hand");
        begin(run);
      },
      addComponent: () => {
        const { takeInHand, letGo, focusOn } = get();
        const { selection, settings } = shownRun(get());
        takeInHand((mixture) => {
          const at = badlyExplained(evaluate(mixture, selection).logDensity) * selection.dimensions;
          const mean = Array.from(selection.values.subarray(at, at + selection.dimensions));
          return withComponent(mixture, mean, structureOf(settings.structure));
        });
        const added = get().draft;
        letGo();
        if (added) focusOn(added.mixture.weights.length - 1);
      },
      removeComponent: (component) => {
        const mixture = inSight();
        if (!mixture || mixture.weights.length < 2) return;
        get().takeInHand(() => withoutComponent(mixture, component));
        set({ focus: null });
        get().letGo();
      },
      removeLightest: () => {
        const weights = inSight()?.weights ?? [];
        get().removeComponent(weights.indexOf(Math.min(...weights)));
      },
      dropDraft: () => set({ draft: null }),
      startAgain: () => {
        const { selection, record, cancelFit } = get();
        const [first] = shownRun(get()).iterations;
        if (!first) return;
        const run = openRun(selection, drafted(first.mixture, selection));
        cancelFit();
        record("again");
        begin(run);
      },
      startFrom: (mixture, selection, settings) => {
        const run = openRun(selection, drafted(mixture, selection));
        begin({ ...run, settings });
      },
      carryOver: (selection) => {
        const mixture = inSight();
        if (!mixture) return;
        set({
          draft: null,
          fitting: { ...initialState(selection), settled: openRun(selection, drafted(mixture, selection)) },
        });
      },
    };
  };
