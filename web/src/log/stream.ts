// A run's own stream: what happens in it, as it happens, from where the reader is.
import { useEffect, useState } from "react";
import { LiveSource, type LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { runQueries, runsChanged } from "@/api/runs";
import { type Run, hasEnded } from "@/domain/run";
import { type LogBook, type LogLine, readLines } from "./book";

/** How the stream is doing; null where there is none, as the run has ended. */
export type StreamState = LiveState | null;

/** Changes that come together are read together. */
const GATHER = 150;

/** Follows a run until its end: lines go to `book`, changes make the run be read again. */
export function useRunStream(run: Run, book: LogBook): StreamState {
  const [state, setState] = useState<StreamState>("connecting");
  const ended = hasEnded(run);
  useEffect(() => {
    if (ended) return;
    const stream = new RunStream(book, setState);
    stream.begin();
    return () => stream.stop();
  }, [book, ended]);
  return ended ? null : state;
}

class RunStream {
  private readonly book: LogBook;
  private readonly source: LiveSource;
  private gathering: number | undefined;

  constructor(book: LogBook, tell: (state: StreamState) => void) {
    this.book = book;
    const reread = () => this.reread();
    this.source = new LiveSource({
      url: async (after) => {
        const from = after ?? String(await placeNow(book.run));
        return `/api/v1/runs/${encodeURIComponent(book.run)}/events?after=${from}`;
      },
      events: {
        lines: (data) => book.take((JSON.parse(data) as { lines: LogLine[] }).lines),
        status: reread,
        node: reread,
        artifact: reread,
        history: reread,
        end: () => this.end(),
      },
      opened: reread,
      tell,
    });
  }

  begin(): void {
    this.source.begin();
  }

  stop(): void {
    window.clearTimeout(this.gathering);
    this.source.stop();
  }

  private end(): void {
    this.stop();
    void runsChanged();
  }

  private reread(): void {
    window.clearTimeout(this.gathering);
    this.gathering = window.setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: runQueries.whole(this.book.run).queryKey });
    }, GATHER);
  }
}

/** The place in the run's ledger that its last line has now: what came before is read otherwise. */
async function placeNow(id: string): Promise<number> {
  const run = await queryClient.query(runQueries.whole(id));
  const printed = run.nodes.filter((node) => node.log.lines > 0);
  const lasts = printed.map(async ({ name, log }) => {
    const page = await readLines(id, name, log.lines, log.lines);
    return page.lines.at(-1)?.seq ?? 0;
  });
  return Math.max(0, ...(await Promise.all(lasts)));
}
