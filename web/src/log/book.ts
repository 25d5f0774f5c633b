// The logs of one run, as far as they were read: a window for each node.
import { answered, api } from "@/api/client";
import type { components } from "@/api/schema";
import { LogWindow } from "./window";

export type LogLine = components["schemas"]["LogLine"];

interface LineQuery {
  node: string;
  from_line?: number;
  to_line?: number;
  q?: string;
}

/** Reads lines of a run's log. */
export async function readLog(run: string, query: LineQuery, signal?: AbortSignal) {
  const params = { path: { id: run }, query };
  const page = await answered(api.GET("/api/v1/runs/{id}/logs", { params, ...(signal && { signal }) }));
  if (typeof page === "string") throw new Error("The server answered text and not lines.");
  return page;
}

/** Reads the lines `from` to `to` of a node; both count. */
export function readLines(run: string, node: string, from: number, to: number) {
  return readLog(run, { node, from_line: from, to_line: to });
}

export class LogBook {
  readonly run: string;
  private readonly windows = new Map<string, LogWindow>();

  constructor(run: string) {
    this.run = run;
  }

  /** The window on a node's log. */
  node(name: string): LogWindow {
    let window = this.windows.get(name);
    if (!window) {
      window = new LogWindow((from, to) => readLines(this.run, name, from, to));
      this.windows.set(name, window);
    }
    return window;
  }

  /** Takes lines that were just printed; all of a batch are of one node. */
  take(lines: LogLine[]): void {
    const first = lines[0];
    if (first) this.node(first.node).append(lines);
  }
}
