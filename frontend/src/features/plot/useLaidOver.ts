import { useMemo } from "react";
import { columnColours } from "../../geometry/columnColours";
import type { Selection, Table } from "../../geometry/table";
import { useSession, type Look, type PlotLayer } from "../../session";
import type { Scene } from "./useScene";

/** What the open views and the person have decided about the picture, put together. */
export interface LaidOver {
  readonly colours: Uint8ClampedArray;
  readonly marked: Uint8Array | null;
  readonly layers: Pick<Look, "ellipses" | "contours" | "unusual">;
  readonly meanings: readonly string[];
  readonly draws: readonly NonNullable<PlotLayer["draw"]>[];
}

export function useLaidOver(table: Table, selection: Selection, scene: Scene, look: Look): LaidOver {
  const layers = useSession((state) => state.layers);
  const picked = useSession((state) => state.picked);
  const { colouring } = look;
  const ofColumn = useMemo(() => {
    const column = table.columns.find(({ name }) => name === colouring);
    return column ? columnColours(column.values, selection.rowNumbers) : null;
  }, [table, selection, colouring]);
  return useMemo(() => {
    const all = [...layers.values()];
    const fits = (bytes: Uint8Array | Uint8ClampedArray | undefined, each: number) =>
      bytes !== undefined && bytes.length === each * selection.count;
    const hides = new Set(all.flatMap((layer) => layer.hides ?? []));
    return {
      colours: all.findLast(({ colours }) => fits(colours, 3))?.colours ?? ofColumn ?? scene.colours,
      marked: all.findLast(({ marked }) => fits(marked, 1))?.marked ?? picked ?? scene.unusual,
      layers: {
        ellipses: look.ellipses && !hides.has("ellipses"),
        contours: look.contours && !hides.has("contours"),
        unusual: look.unusual,
      },
      meanings: all.flatMap(({ meaning }) => meaning ?? []),
      draws: all.flatMap(({ draw }) => draw ?? []),
    };
  }, [layers, picked, ofColumn, scene.colours, scene.unusual, selection, look]);
}
