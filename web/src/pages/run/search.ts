// What an address says about a run's page: the tab, the part of the log, the filters of the timeline.
import { type Run, isRecorded } from "@/domain/run";
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

type TabRun = Pick<Run, "kind" | "executor">;

/** What is known of a run that ran elsewhere. */
const RECORDED: readonly RunTab[] = ["data", "timeline", "files"];

/** What runs of a kind do not have: what a job's run looks for, and what it found, stands in the job. */
const WITHOUT: Partial<Record<Run["kind"], readonly RunTab[]>> = { script: ["graph"], extraction: ["graph", "code"] };

/** The tabs that a run has, the usual one first. */
export function tabsOf(run: TabRun): readonly RunTab[] {
  if (isRecorded(run)) return RECORDED;
  return RUN_TABS.filter((tab) => !(WITHOUT[run.kind] ?? []).includes(tab));
}

/** The tab of an address: where it names none, the usual one, or the log where a part of it is named. */
export function tabOf(run: TabRun, { tab, node, line }: RunSearch): RunTab {
  const tabs = tabsOf(run);
  const named = tab ?? (node !== undefined || line !== undefined ? "log" : undefined);
  return tabs.find((known) => known === named) ?? tabs[0] ?? "log";
}

export function parseRunSearch(raw: Record<string, unknown>): RunSearch {
  const tab = RUN_TABS.find((known) => known === raw["tab"]);
  return { ...parseLogSearch(raw), ...parseTimelineSearch(raw), ...(tab && { tab }) };
}
