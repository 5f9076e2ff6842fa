import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApiProblem, keepUnder, listModels, storedModel, uploadModel, type ModelDocument } from "../../api";
import { Notice } from "../../components/Notice";
import { counted } from "../../components/numbers";
import { ViewSection } from "../../components/ViewSection";
import { inPageWords } from "../../components/words";
import { useSession, useShownRun } from "../../session";
import { lacking, reopened } from "./reopened";
import classes from "./keep.module.css";

/** The mixtures that the service has stored: named, opened again, and laid over whatever table is open. */
export function Library() {
  const table = useSession((state) => state.table);
  const showRun = useSession((state) => state.showRun);
  const { result } = useShownRun();
  const models = useQuery({
    queryKey: ["models"],
    queryFn: ({ signal }) => listModels(signal),
    staleTime: 0,
  });
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);

  const attempt = async (deed: () => Promise<void>) => {
    setProblem(null);
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
  };
  const lay = (stored: Parameters<typeof reopened>[1]) => {
    if (stored.model.noise)
      throw new ApiProblem(
        "refused",
        "This mixture has noise, which the page cannot draw yet. The service can judge rows by it.",
      );
    showRun(reopened(table, stored));
  };
  const save = async () => {
    if (!result) return;
    await keepUnder(result.model_id, result.model, name);
    setName("");
    await models.refetch();
  };
  const openFile = async (chosen: File) => {
    const stored = await uploadModel(documentIn(await chosen.text(), chosen.name), chosen.name.slice(0, 128));
    const missing = lacking(table, stored.model.columns);
    await models.refetch();
    if (missing.length > 0)
      throw new ApiProblem(
        "refused",
        `${chosen.name} is stored. ${table.name} has no column of numbers ${missing.join(", ")}: open data that has.`,
      );
    lay(stored);
  };
  return (
    <ViewSection title="Stored mixtures">
      {result && (
        <form
          className={classes.save}
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(save);
          }}
        >
          <TextInput
            size="xs"
            aria-label="Name for this mixture"
            placeholder="Name for this mixture"
            maxLength={128}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" disabled={name.trim() === ""}>
            Name it
          </Button>
        </form>
      )}
      {(problem ?? models.error?.message) && (
        <Notice
          kind="problem"
          action={
            models.error && (
              <Button size="xs" variant="default" onClick={() => void models.refetch()}>
                Look again
              </Button>
            )
          }
        >
          {inPageWords(problem ?? models.error?.message ?? "")}
        </Notice>
      )}
      <ul className={classes.models} aria-label="Stored mixtures">
        {models.data?.map((entry) => {
          const missing = lacking(table, entry.columns);
          return (
            <li key={entry.model_id}>
              <div>
                <strong>{entry.name ?? "unnamed"}</strong>
                <span>
                  {counted(entry.n_components, "component")}, {entry.covariance_type};{" "}
                  {entry.columns.join(", ")}
                </span>
                <span>
                  <time dateTime={entry.created_at}>{entry.created_at.slice(0, 16).replace("T", " ")}</time>
                  {entry.n_samples !== null && `, ${counted(entry.n_samples, "row")}`}
                </span>
              </div>
              <Button
                size="compact-xs"
                variant="default"
                disabled={missing.length > 0}
                title={missing.length > 0 ? `${table.name} lacks ${missing.join(", ")}` : undefined}
                aria-label={`Lay ${entry.name ?? "the unnamed mixture"} over ${table.name}`}
                onClick={() => void attempt(async () => lay(await storedModel(entry.model_id)))}
              >
                Lay over
              </Button>
            </li>
          );
        })}
      </ul>
      {models.data?.length === 0 && <p className={classes.lead}>None yet: every fit is stored by itself.</p>}
      <Button size="xs" variant="default" onClick={() => file.current?.click()}>
        Open a mixture’s file
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="Mixture file"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          if (chosen) void attempt(() => openFile(chosen));
          event.currentTarget.value = "";
        }}
      />
    </ViewSection>
  );
}

/** The document that a file holds; the service examines it. */
function documentIn(content: string, name: string): ModelDocument {
  try {
    return JSON.parse(content) as ModelDocument;
  } catch {
    throw new ApiProblem("refused", `${name} holds no mixture: it is not JSON.`);
  }
}
