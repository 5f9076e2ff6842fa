import { ellipseOnScreen } from "../../geometry/ellipse";
import { marginal } from "../../geometry/mixture";
import type { KeptRun, Plane, PlotLayer } from "../../session";
import classes from "./runs.module.css";

const SIGMAS = 2;

/** Another run's ellipses, laid lightly over the one in sight. */
export function ghostOf({ letter, run }: KeptRun): PlotLayer {
  const { model } = run.result;
  return {
    meaning: `Dashed: run ${letter}.`,
    draw: ({ x, y, projection }: Plane) => {
      if (y === null || x >= model.columns.length || y >= model.columns.length) return null;
      const { means, covariances } = marginal(model, [x, y]);
      return means.map((mean, k) => {
        const { centre, major, minor, angle } = ellipseOnScreen(mean, covariances[k], SIGMAS, projection);
        const turn = `translate(${centre.x} ${centre.y}) rotate(${(angle * 180) / Math.PI})`;
        return <ellipse key={k} className={classes.ghost} transform={turn} rx={major} ry={minor} />;
      });
    },
  };
}
