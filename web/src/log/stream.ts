// A run's own stream: what happens in it, as it happens, from where the reader is.
import { useEffect, useState } from "react";
import { queryClient } from "@/api/query";
import { runQueries, runsChanged } from "@/api/runs";
import { type Run, hasEnded } from "@/domain/run";
import { type LogBook, type LogLine, readLines } from "./book";

/** How the stream is doing; null where there is none, as the run has ended. */
export type StreamState = "connecting" | "live" | "reconnecting" | null;

/** How long to wait before a stream that was refused is tried again, in milliseconds. */
const AGAIN = 3_000;
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
  private readonly tell: (state: StreamState) => void;
  private source: EventSource | null = null;
  private again: number | undefined;
  private gathering: number | undefined;
  private after: number | null = null;
  private stopped = false;

  constructor(book: LogBook, tell: (state: StreamState) => void) {
    this.book = book;
    this.tell = tell;
  }

  begin(): void {
    document.addEventListener("visibilitychange", this.seen);
    this.tell("connecting");
    void this.open();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener("visibilitychange", this.seen);
    window.clearTimeout(this.gathering);
    this.close();
  }

  /** Browsers give a server few connections: a page that nobody looks at keeps none. */
  private readonly seen = (): void => {
    if (document.hidden) this.close();
    else if (!this.source) void this.open();
  };

  private close(): void {
    window.clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }

  private async open(): Promise<void> {
    try {
      this.after ??= await placeNow(this.book.run);
    } catch {
      this.retry();
      return;
    }
    if (this.stopped || this.source || document.hidden) return;
    const id = encodeURIComponent(this.book.run);
    this.source = new EventSource(`/api/v1/runs/${id}/events?after=${this.after}`);
    this.listen(this.source);
  }

  private listen(source: EventSource): void {
    source.onopen = () => {
      this.tell("live");
      this.reread();
    };
    source.onerror = () => {
      this.tell("reconnecting");
      // The browser itself comes back after a break, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) this.retry();
    };
    source.addEventListener("lines", (event: MessageEvent<string>) => {
      const { lines } = JSON.parse(this.noted(event)) as { lines: LogLine[] };
      this.book.take(lines);
    });
    for (const kind of ["status", "node", "artifact", "history"]) {
      source.addEventListener(kind, (event: MessageEvent<string>) => {
        this.noted(event);
        this.reread();
      });
    }
    source.addEventListener("end", () => {
      this.stop();
      void runsChanged();
    });
  }

  private noted(event: MessageEvent<string>): string {
    this.after = Number(event.lastEventId);
    return event.data;
  }

  private retry(): void {
    this.close();
    if (!this.stopped) this.again = window.setTimeout(() => void this.open(), AGAIN);
  }

  private reread(): void {
    window.clearTimeout(this.gathering);
    this.gathering = window.setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: runQueries.whole(this.book.run).queryKey });
      void queryClient.invalidateQueries({ queryKey: ["runs", "timeline"] });
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
