import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { TabRail } from "../components/TabRail";
import { DropTarget } from "../features/dataset/DropTarget";
import { PasteTarget } from "../features/dataset/PasteTarget";
import { Drawing } from "../features/draw/Drawing";
import { DrawTools } from "../features/draw/DrawTools";
import { ComponentEditor } from "../features/edit/ComponentEditor";
import { Editing } from "../features/edit/Editing";
import { Timeline } from "../features/playback/Timeline";
import { PlotPanel } from "../features/plot/PlotPanel";
import { useSession } from "../session";
import { Announcer } from "./Announcer";
import { Controls } from "./Controls";
import { OpenView, VIEW_PANEL } from "./OpenView";
import { useGreeting } from "./useGreeting";
import { useLink } from "./useLink";
import { CONTROLS, VIEWS } from "./views";
import classes from "./app.module.css";

/** Below this the plot comes first and everything else is behind tabs; `app.module.css` has the same number. */
const SMALL = "(max-width: 760px)";

/** Places the parts of the page: data and model, the plot with its replay, and the open view. */
export function Workbench() {
  const small = useMediaQuery(SMALL, window.matchMedia(SMALL).matches, { getInitialValueInEffect: false });
  const openFile = useSession((state) => state.openFile);
  const openView = useSession((state) => state.openView);
  const changeView = useSession((state) => state.changeView);
  const troubled = useSession((state) => (state.openingProblem ?? state.fitting.problem) !== null);
  useGreeting(!useLink());
  const panel = useRef<HTMLDivElement>(null);
  const views = small ? [CONTROLS, ...VIEWS] : VIEWS;
  const view = views.find(({ id }) => id === openView) ?? views[small ? 1 : 0];
  const scrolled = useRef(view.id);
  useEffect(() => {
    if (scrolled.current === view.id) return;
    scrolled.current = view.id;
    if (small) panel.current?.scrollIntoView({ block: "nearest" });
  }, [view, small]);
  useEffect(() => {
    // What went wrong is said beside the data and the model, which a small screen may not be showing.
    if (small && troubled) changeView(CONTROLS.id);
  }, [small, troubled, changeView]);
  return (
    <>
      <DropTarget onFile={openFile} />
      <PasteTarget onFile={openFile} />
      <main className={classes.bench} data-wide={view.wide || undefined}>
        {!small && <Controls />}
        <div className={classes.stage}>
          <Editing />
          <Drawing />
          <PlotPanel editor={<ComponentEditor />} tools={<DrawTools />} />
          <Timeline />
        </div>
        <div className={classes.side}>
          <TabRail
            label="Views"
            tabs={views}
            chosen={view.id}
            panel={VIEW_PANEL}
            orientation={small ? "horizontal" : "vertical"}
            onChoose={changeView}
          />
          <OpenView key={view.id} view={view} element={panel} />
        </div>
      </main>
      <Announcer />
    </>
  );
}
