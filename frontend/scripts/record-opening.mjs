// Records what the page opens with: Old Faithful, fitted by the engine itself, with every iteration of the best start.
// Run it against a running service after a change to the engine:  npm run record-opening
import { writeFile } from "node:fs/promises";

const service = `http://127.0.0.1:${process.env.GMM_API_PORT ?? "8000"}`;
const target = new URL("../src/session/opening/opening.gen.json", import.meta.url);

/** Random rows that lie close together: EM has a way to go, which is what there is to watch. */
const settings = {
  n_components: 2,
  covariance_type: "full",
  init: "random",
  n_init: 3,
  seed: 8,
  accelerate: false,
};

const example = await (await fetch(`${service}/examples/old-faithful`)).json();
const answer = await fetch(`${service}/fit`, {
  method: "POST",
  headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
  body: JSON.stringify({ data: example.data, columns: example.columns, ...settings }),
});
if (!answer.ok) throw new Error(await answer.text());
const events = (await answer.text())
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const result = events.at(-1);
const kept = events.filter((event) => event.event !== "iteration" || event.start === result.best_start);
// The stored model stays with the service that made it.
result.model_id = "opening";
await writeFile(target, `${JSON.stringify({ example, settings, events: kept })}\n`);
