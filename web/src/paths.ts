// Every address within the pages is made here, ready for a link: `<Link {...paths.run(id)}>`.
import { linkOptions } from "@tanstack/react-router";
import type { HistorySearch } from "@/pages/history/search";
import type { RunRow } from "@/domain/run";
import type { JobSearch } from "@/pages/job/search";
import type { JobsSearch } from "@/pages/jobs/search";
import type { RunTab } from "@/pages/run/search";
import type { LogsSearch } from "@/pages/search/search";
import type { TaskTimelineSearch, TimelineSearch } from "@/timeline/search";

export const paths = {
  history: (search: HistorySearch = {}) => linkOptions({ to: "/history", search }),
  tasks: (q?: string) => linkOptions({ to: "/tasks", search: q ? { q } : {} }),
  task: (id: string, run?: number) =>
    linkOptions({ to: "/tasks/$id", params: { id }, search: run === undefined ? {} : { run } }),
  taskTimeline: (id: string, search: TaskTimelineSearch = {}) =>
    linkOptions({ to: "/tasks/$id/timeline", params: { id }, search }),
  run: (id: string, tab?: RunTab) =>
    linkOptions({ to: "/runs/$id", params: { id }, search: tab ? { tab } : {} }),
  runTimeline: (id: string, search: TimelineSearch) =>
    linkOptions({ to: "/runs/$id", params: { id }, search: { tab: "timeline" as const, ...search } }),
  /** The task that a run is of, with that run chosen; a flow is a page of its own, and so is a job. */
  ofRun: (run: Pick<RunRow, "id" | "kind" | "task_id" | "number">) => {
    if (run.kind === "extraction") return paths.job(run.task_id, { run: run.id });
    return run.kind === "flow" ? paths.flow(run.task_id) : paths.task(run.task_id, run.number);
  },
  flows: (q?: string) => linkOptions({ to: "/flows", search: q ? { q } : {} }),
  flow: (id: string, component?: string) =>
    linkOptions({ to: "/flows/$id", params: { id }, search: component ? { component } : {} }),
  newFlow: () => linkOptions({ to: "/flows/new", search: {} }),
  editFlow: (id: string) => linkOptions({ to: "/flows/$id/edit", params: { id }, search: {} }),
  component: (id: string, node: string, line?: string) =>
    linkOptions({ to: "/runs/$id", params: { id }, search: { tab: "graph", node, ...(line && { line }) } }),
  line: (id: string, node: string, line: number) =>
    linkOptions({ to: "/runs/$id", params: { id }, search: { node, line: String(line) } }),
  resume: (id: string, from?: string) =>
    linkOptions({ to: "/runs/$id/resume", params: { id }, search: from ? { from } : {} }),
  editRun: (id: string) => linkOptions({ to: "/runs/$id/edit", params: { id } }),
  compare: (a: string, b: string) => linkOptions({ to: "/compare", search: { a, b } }),
  jobs: (search: JobsSearch = {}) => linkOptions({ to: "/jobs", search }),
  newJob: () => linkOptions({ to: "/jobs/new" }),
  job: (id: string, search: JobSearch = {}) => linkOptions({ to: "/jobs/$id", params: { id }, search }),
  templates: () => linkOptions({ to: "/jobs/templates" }),
  usage: (month?: string) => linkOptions({ to: "/jobs/usage", search: month ? { month } : {} }),
  automations: () => linkOptions({ to: "/automations" }),
  newAutomation: (job?: string) => linkOptions({ to: "/automations/new", search: job ? { job } : {} }),
  automation: (id: string) => linkOptions({ to: "/automations/$id", params: { id } }),
  editAutomation: (id: string) => linkOptions({ to: "/automations/$id/edit", params: { id } }),
  google: () => linkOptions({ to: "/integrations/google", search: {} }),
  search: (search: LogsSearch = {}) => linkOptions({ to: "/search", search }),
  submit: () => linkOptions({ to: "/submit" }),
  signIn: (next?: string) => linkOptions({ to: "/login", search: next ? { next } : {} }),
};
