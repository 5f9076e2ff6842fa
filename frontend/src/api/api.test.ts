import { Blob as NodeBlob } from "node:buffer";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, listExamples, parseTable, streamFit, type FitRequest } from ".";

const request: FitRequest = { data: [[1], [2]], n_components: 1 };
const iteration = { event: "iteration", start: 0, iteration: 0, log_likelihood: -3 };
const result = { event: "result", log_likelihood: -2 };

const fetched = vi.fn<(request: Request) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  fetched.mockReset();
});

const json = (body: unknown, status = 200, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });

/** An answer that arrives in pieces, cut where the network pleases. */
function inPieces(text: string, size: number): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(at, (at += size)));
      },
    }),
    { headers: { "Content-Type": "application/x-ndjson" } },
  );
}

async function eventsOf(signal = new AbortController().signal) {
  const events = [];
  for await (const event of streamFit(request, signal)) events.push(event);
  return events;
}

const problemFrom = (attempt: Promise<unknown>) =>
  attempt.then(
    () => expect.fail("It should have been refused."),
    (error: unknown) => {
      expect(error).toBeInstanceOf(ApiProblem);
      return error as ApiProblem;
    },
  );

describe("a streamed fit", () => {
  it.each([1, 7, 10_000])("is read event by event, cut into pieces of %i bytes", async (size) => {
    fetched.mockResolvedValue(inPieces(`${JSON.stringify(iteration)}\n\n${JSON.stringify(result)}\n`, size));

    expect(await eventsOf()).toEqual([iteration, result]);
  });

  it("asks for a stream, below /api on the page's own origin", async () => {
    fetched.mockResolvedValue(inPieces(JSON.stringify(result), 99));

    await eventsOf();

    const [asked] = fetched.mock.calls[0];
    expect(asked.url).toBe(`${window.location.origin}/api/fit`);
    expect(asked.headers.get("Accept")).toBe("application/x-ndjson");
    expect(await asked.json()).toEqual(request);
  });

  it("ends in the problem that the service reports in the middle of it", async () => {
    const problem = { event: "problem", title: "t", status: 422, detail: "Lower K.", field: "n_components" };
    fetched.mockResolvedValue(inPieces(`${JSON.stringify(iteration)}\n${JSON.stringify(problem)}\n`, 20));

    expect(await problemFrom(eventsOf())).toMatchObject({
      kind: "refused",
      message: "Lower K.",
      field: "n_components",
    });
  });

  it("leaves out the lines that only say that the work waits or goes on", async () => {
    const signs = [
      { event: "queued", place: 1 },
      { event: "progress", elapsed_seconds: 1, remaining_seconds: null, share_done: null },
    ];
    fetched.mockResolvedValue(
      inPieces(`${[...signs, result].map((each) => JSON.stringify(each)).join("\n")}\n`, 20),
    );

    expect(await eventsOf()).toEqual([result]);
  });

  it("is not finished when it is cut off before a result", async () => {
    fetched.mockResolvedValue(inPieces(`${JSON.stringify(iteration)}\n`, 20));

    expect(await problemFrom(eventsOf())).toMatchObject({ kind: "unreachable" });
  });

  it("is unreadable when a line is no JSON", async () => {
    fetched.mockResolvedValue(inPieces("<html>\n", 20));

    expect(await problemFrom(eventsOf())).toMatchObject({ kind: "unreadable" });
  });

  it("stops at the caller's wish without calling it a problem", async () => {
    const wish = new AbortController();
    fetched.mockImplementation(
      (asked) =>
        new Promise((_, reject) => {
          asked.signal.addEventListener("abort", () => reject(asked.signal.reason as Error));
        }),
    );

    const attempt = eventsOf(wish.signal);
    wish.abort();

    await expect(attempt).rejects.not.toBeInstanceOf(ApiProblem);
  });

  it("gives up after a minute of silence", async () => {
    vi.useFakeTimers();
    fetched.mockImplementation(
      (asked) =>
        new Promise((_, reject) => {
          asked.signal.addEventListener("abort", () => reject(asked.signal.reason as Error));
        }),
    );

    const problem = problemFrom(eventsOf());
    await vi.advanceTimersByTimeAsync(60_000);

    expect(await problem).toMatchObject({ kind: "timeout" });
  });
});

describe("an answer with an error status", () => {
  it("is the problem document's own sentence, with what it names", async () => {
    fetched.mockResolvedValue(
      json(
        { title: "t", status: 422, detail: "Line 3 has 1 cell.", row: 2, column: "b" },
        422,
        "application/problem+json",
      ),
    );

    expect(await problemFrom(parseTable(new Blob(["a,b"])))).toMatchObject({
      kind: "refused",
      message: "Line 3 has 1 cell.",
      row: 2,
      column: "b",
    });
  });

  it("means that nobody is there when a proxy gives it", async () => {
    fetched.mockResolvedValue(new Response("Bad gateway", { status: 502 }));

    expect(await problemFrom(listExamples())).toMatchObject({ kind: "unreachable" });
  });

  it("means that nobody is there when the call fails altogether", async () => {
    fetched.mockRejectedValue(new TypeError("Failed to fetch"));

    expect((await problemFrom(listExamples())).message).toContain("Your data and settings are kept.");
  });
});

it("a file that is larger than the service takes is not sent", async () => {
  fetched.mockResolvedValue(json({ max_body_bytes: 2 ** 20 }));

  const problem = await problemFrom(parseTable(new Blob(["1".repeat(3 * 2 ** 20)])));

  expect(problem).toMatchObject({ kind: "refused", message: expect.stringContaining("1 MB at most") });
  expect(fetched.mock.calls.map(([asked]) => new URL(asked.url).pathname)).toEqual(["/api/limits"]);
});

it("a file is sent as the bytes it is", async () => {
  // Node's own, because Node's requests do not know jsdom's.
  const file = new NodeBlob(["a;b\n1,5;2"]) as Blob;
  fetched.mockResolvedValue(json({ n_rows: 1, delimiter: ";", decimal: ",", has_header: true, columns: [] }));

  await parseTable(file);

  const [asked] = fetched.mock.calls[0];
  expect(asked.headers.get("Content-Type")).toBe("text/csv");
  expect(await asked.text()).toBe(await file.text());
});
