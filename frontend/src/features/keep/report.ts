import type { FitResult } from "../../api";
import { decimalsFor, fixed, percent } from "../../components/numbers";
import { inPageWords } from "../../components/words";
import type { FitSettings } from "../../session";

interface Reported {
  readonly name: string;
  readonly rows: number;
  readonly leftOut: number;
  readonly settings: FitSettings;
  readonly result: FitResult;
  /** The plot, as an SVG document. */
  readonly picture: string;
  readonly written: Date;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML has it: a column's name may be anything. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]);

const STYLE = `
body { max-width: 860px; margin: 40px auto; padding: 0 20px; font: 16px/1.5 system-ui, sans-serif; color: #1c2029; }
h1, h2 { font-family: "Iowan Old Style", Palatino, Georgia, serif; font-weight: 600; }
h1 { margin-bottom: 0; } .when { margin-top: 0; color: #616776; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px; text-align: right; border-bottom: 1px solid #e4dfd5; }
th:first-child { text-align: left; padding-left: 0; }
`;

/** A fit as one HTML file that needs nothing else: its plot, its numbers, and what to know before trusting it. */
export function reportOf({ name, rows, leftOut, settings, result, picture, written }: Reported): string {
  const { model } = result;
  const cells = (values: readonly string[], tag = "td") =>
    values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("");
  const components = model.weights.map((weight, k) => {
    const means = model.columns.map((_, i) => {
      const spread = Math.sqrt(model.covariances[k][i][i]);
      const decimals = decimalsFor(spread);
      return `${fixed(model.means[k][i], decimals)} ± ${fixed(spread, decimals)}`;
    });
    return `<tr><th scope="row">${k + 1}</th>${cells([percent(weight), ...means])}</tr>`;
  });
  const criteria = [
    ["Log-likelihood", fixed(result.log_likelihood, 5)],
    ["BIC", fixed(result.bic, 1)],
    ["AIC", fixed(result.aic, 1)],
    ["ICL", fixed(result.icl, 1)],
    ["Free parameters", String(result.n_parameters)],
    ["Iterations", String(result.n_iterations)],
    ["Starts", String(settings.starts)],
    ["Seed", String(settings.seed)],
  ];
  const doubts = result.warnings.map(({ message }) => `<li>${escaped(inPageWords(message))}</li>`);
  const title = `${escaped(name)}: ${model.weights.length} Gaussian${model.weights.length === 1 ? "" : "s"}`;
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p class="when">${escaped(written.toISOString().slice(0, 10))}</p>
<p>A Gaussian mixture of structure ${escaped(model.covariance_type)}, fitted by EM to ${rows} rows of ${escaped(model.columns.join(", "))}${leftOut > 0 ? `; ${leftOut} rows were left out` : ""}. ${escaped(inPageWords(result.stop_message))}</p>
${picture}
<h2>Components</h2>
<table><thead><tr><th scope="col">Component</th>${cells(["Weight", ...model.columns.map((column) => `${column} (mean ± s.d.)`)], "th")}</tr></thead>
<tbody>${components.join("\n")}</tbody></table>
<h2>The fit</h2>
<table>${criteria.map(([what, value]) => `<tr><th scope="row">${what}</th>${cells([value])}</tr>`).join("\n")}</table>
${doubts.length > 0 ? `<h2>Before trusting it</h2>\n<ul>${doubts.join("\n")}</ul>` : ""}
</html>
`;
}
