import { Button } from "@mantine/core";
import { useState } from "react";
import { ApiProblem, codeFor, type FitResult } from "../../api";
import { pictureOf } from "../../charts/picture";
import { Notice } from "../../components/Notice";
import { inPageWords } from "../../components/words";
import { evaluate } from "../../geometry/density";
import { useAnomalies, useSession, type Run } from "../../session";
import { rowsCsv } from "./csv";
import { download, fileName, pixelsOf } from "./download";
import { reportOf } from "./report";
import classes from "./keep.module.css";

const PIXELS = 3;

/** One form in which a fit can be taken along. */
interface Form {
  readonly label: string;
  readonly what: string;
  readonly file: string;
  readonly content: () => Blob | Promise<Blob>;
}

const text = (content: string, type: string) => new Blob([content], { type: `${type};charset=utf-8` });

/** The plot as it stands on the page. */
function picture(): string {
  const plot = document.querySelector("[data-plot]");
  if (!plot)
    throw new ApiProblem("refused", "There is no plot to save: choose at least one column of numbers.");
  return pictureOf(plot);
}

/** The picture, the rows, the mixture, a report, and the mixture as code. */
export function TakeAlong({ run }: { run: Run & { readonly result: FitResult } }) {
  const table = useSession((state) => state.table);
  const [judged] = useAnomalies(run);
  const [problem, setProblem] = useState<string | null>(null);
  const { result, selection, settings } = run;
  const pValues = judged?.answer?.p_values ?? null;
  const forms: readonly Form[] = [
    {
      label: "Picture, PNG",
      what: "the plot as it stands, three times as fine",
      file: "plot.png",
      content: () => pixelsOf(picture(), PIXELS),
    },
    {
      label: "Picture, SVG",
      what: "the same as lines and circles, to edit",
      file: "plot.svg",
      content: () => text(picture(), "image/svg+xml"),
    },
    {
      label: "Rows, CSV",
      what: `components, probabilities, log-density${pValues ? ", p-values" : "; p-values too, once rows have been judged under Anomalies"}`,
      file: "rows.csv",
      content: () => text(rowsCsv(table, selection, evaluate(result.model, selection), pValues), "text/csv"),
    },
    {
      label: "Mixture, JSON",
      what: "exact to the last bit, to open again here or elsewhere",
      file: "mixture.json",
      content: () => text(JSON.stringify(result.model, null, 2), "application/json"),
    },
    {
      label: "Report, HTML",
      what: "plot, numbers and doubts in one file",
      file: "report.html",
      content: () =>
        text(
          reportOf({
            name: table.name,
            rows: selection.count,
            leftOut: table.rows - selection.count,
            settings,
            result,
            picture: picture(),
            written: new Date(),
          }),
          "text/html",
        ),
    },
    {
      label: "Python",
      what: "the same mixture for scikit-learn",
      file: "mixture.py",
      content: async () => text(await codeFor(result.model_id, result.model, "python"), "text/x-python"),
    },
    {
      label: "R",
      what: "the same mixture in plain R, and for mclust",
      file: "mixture.R",
      content: async () => text(await codeFor(result.model_id, result.model, "r"), "text/plain"),
    },
  ];
  const take = async ({ file, content }: Form) => {
    setProblem(null);
    try {
      download(fileName(table.name, file), await content());
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <>
      <ul className={classes.forms}>
        {forms.map((form) => (
          <li key={form.file}>
            <Button size="xs" variant="default" onClick={() => void take(form)}>
              {form.label}
            </Button>
            <span>{form.what}</span>
          </li>
        ))}
      </ul>
      {problem && <Notice kind="problem">{inPageWords(problem)}</Notice>}
    </>
  );
}
