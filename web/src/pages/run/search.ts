// What an address says about a run's page: the tab, the part of the log, the filters of the timeline.
import type { RunKind } from "@/domain/run";
import { type TimelineSearch, parseTimelineSearch } from "@/timeline/search";

export const RUN_TABS = ["graph", "log", "timeline", "code", "environment", "data", "files"] as const;

export type RunTab = (typeof RUN_TABS)[number];

export interface LogSearch {
  /** The node whose log is shown. */
  node?: string;
  /** A line or a range of lines: `12`, `12-20`. */
  line?: string;
}

export interface RunSearch extends LogSearch, TimelineSearch {
  tab?: RunTab;
}

export function parseLogSearch(raw: Record<string, unknown>): LogSearch {
  const search: LogSearch = {};
  if (typeof raw["node"] === "string" && raw["node"]) search.node = raw["node"];
  if (typeof raw["line"] === "string" && raw["line"]) search.line = raw["line"];
  return search;
}

/** The tab of an address that names none: a flow's graph, unless a part of a log is named. */
export function usualTab(kind: RunKind, { node, line }: LogSearch): RunTab {
  return kind === "flow" && node === undefined && line === undefined ? "graph" : "log";
}

/** The tabs that a run has. */
export function tabsOf(kind: RunKind): RunTab[] {
  return RUN_TABS.filter((tab) => tab !== "graph" || kind === "flow");
}

export function parseRunSearch(raw: Record<string, unknown>): RunSearch {
  const tab = RUN_TABS.find((known) => known === raw["tab"]);
  return { ...parseLogSearch(raw), ...parseTimelineSearch(raw), ...(tab && { tab }) };
}
