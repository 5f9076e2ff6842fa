import { SHEET, SHEET_EXTENT, withPoints } from "../geometry/drawing";
import { dataPoint } from "../geometry/points";
import { isOpen, shownRun } from "./fitState";
import type { Link, LinkedData } from "./link";
import { MOST_LINKED } from "./packedPoints";
import type { Session, SessionState } from "./session";

/** Where the data in sight come from; points that were drawn are few enough to go along, files never do. */
function linkedData({ exampleId, table, selection, columns }: SessionState): LinkedData {
  if (exampleId !== null) return { kind: "example", id: exampleId };
  // Whatever was a file once stays its owner's, however much has been drawn on it.
  const isDrawing = table.origin === "drawn" && table.name === SHEET.name;
  if (isDrawing && columns.length === 2 && selection.count <= MOST_LINKED)
    return { kind: "drawn", columns, points: selection.values };
  return { kind: "own", rows: table.rows };
}

/** What is in sight as a link; only what is finished, or waits for a person. */
export function linkOf({ store, playback }: Session): Link {
  const state = store.getState();
  const run = shownRun(state);
  const { target, last } = playback.getState();
  const { x, y, ellipses, contours, unusual } = state.look;
  return {
    data: linkedData(state),
    columns: state.columns,
    settings: run.iterations.length > 0 ? run.settings : state.settings,
    start: run.byHand ? (run.iterations[0]?.mixture ?? null) : null,
    moment: target < last || isOpen(run) ? Math.round(target) : null,
    x,
    y,
    layers: { ellipses, contours, unusual },
    view: state.openView,
  };
}

/** Brings what a link says into sight; for a file, all but the file. */
export function followLink(session: Session, link: Link): void {
  const { store } = session;
  const { openExample, openTable, changeLook, changeView } = store.getState();
  changeView(link.view);
  if (link.moment !== null) standAt(session, link.moment);
  const asked = { columns: link.columns, settings: link.settings, start: link.start };
  const look = () => changeLook({ x: link.x, y: link.y, ...link.layers });
  if (link.data.kind === "example") {
    whenOpened(session, look);
    openExample({ id: link.data.id, name: link.data.id.replaceAll("-", " ") }, asked);
  } else if (link.data.kind === "drawn") {
    const { points } = link.data;
    const places = Array.from({ length: points.length / 2 }, (_, n) =>
      dataPoint(points[2 * n], points[2 * n + 1]),
    );
    const table = withPoints(SHEET, ["x", "y"], places);
    openTable({ table, columns: ["x", "y"], exampleId: null, suggested: null }, asked);
    const inside = points.every((value) => value >= SHEET_EXTENT[0] && value <= SHEET_EXTENT[1]);
    if (inside) store.setState({ extent: { columns: ["x", "y"], x: SHEET_EXTENT, y: SHEET_EXTENT } });
    look();
  } else {
    store.setState({ settings: link.settings, awaited: link.data.rows });
    changeLook(link.layers);
  }
}

/** Once, as soon as another table is in sight. */
function whenOpened({ store }: Session, then: () => void): void {
  const { opened } = store.getState();
  const stop = store.subscribe((state) => {
    if (state.opened === opened) return;
    stop();
    then();
  });
}

/** Once the run that is asked for is there, shows it at this moment instead of replaying it. */
function standAt({ store, playback }: Session, moment: number): void {
  const before = store.getState().fitting.settled;
  const stop = store.subscribe((state) => {
    const { progress, settled, problem } = state.fitting;
    if (problem) stop();
    if (progress || settled === before || settled.result === null) return;
    stop();
    // After the session itself has loaded the run into its replay.
    queueMicrotask(() => playback.getState().jumpTo(moment));
  });
}
