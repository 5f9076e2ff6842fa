import { LOOK, type Look } from "./look";
import type { PlotLayer } from "./plotLayer";
import type { Slice } from "./slice";

export interface LookSlice {
  readonly look: Look;
  readonly changeLook: (part: Partial<Look>) => void;
  /** The sample that is pointed at, on the plot or in a table. */
  readonly hovered: number | null;
  readonly hover: (sample: number | null) => void;
  /** One byte a sample: 1 where it is picked; null where none is. */
  readonly picked: Uint8Array | null;
  readonly pick: (picked: Uint8Array | null) => void;
  /** What the open views lay over the plot, by a name of their own. */
  readonly layers: ReadonlyMap<string, PlotLayer>;
  readonly setLayer: (name: string, layer: PlotLayer | null) => void;
  /** Which view is open. */
  readonly openView: string;
  readonly changeView: (id: string) => void;
  /** What views keep of themselves while another is open; forgotten when another table is opened. */
  readonly kept: ReadonlyMap<string, unknown>;
  readonly keep: (name: string, value: unknown) => void;
}

export const lookSlice =
  (look: Partial<Look>, openView: string): Slice<LookSlice> =>
  (set, get) => ({
    look: { ...LOOK, ...look },
    changeLook: (part) => set({ look: { ...get().look, ...part } }),
    hovered: null,
    hover: (hovered) => {
      if (hovered !== get().hovered) set({ hovered });
    },
    picked: null,
    pick: (picked) => set({ picked: picked?.includes(1) ? picked : null }),
    layers: new Map(),
    setLayer: (name, layer) => {
      const layers = new Map(get().layers);
      if (layer) layers.set(name, layer);
      else layers.delete(name);
      set({ layers });
    },
    openView,
    changeView: (id) => set({ openView: id }),
    kept: new Map(),
    keep: (name, value) => set({ kept: new Map(get().kept).set(name, value) }),
  });
