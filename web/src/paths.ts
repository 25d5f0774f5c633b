// Every address within the pages is made here, ready for a link: `<Link {...paths.run(id)}>`.
import { linkOptions } from "@tanstack/react-router";
import type { HistorySearch } from "@/pages/history/search";
import type { RunTab } from "@/pages/run/search";

export const paths = {
  history: (search: HistorySearch = {}) => linkOptions({ to: "/history", search }),
  tasks: (q?: string) => linkOptions({ to: "/tasks", search: q ? { q } : {} }),
  task: (id: string, run?: number) =>
    linkOptions({ to: "/tasks/$id", params: { id }, search: run === undefined ? {} : { run } }),
  run: (id: string, tab?: RunTab) =>
    linkOptions({ to: "/runs/$id", params: { id }, search: tab ? { tab } : {} }),
  editRun: (id: string) => linkOptions({ to: "/runs/$id/edit", params: { id } }),
  submit: () => linkOptions({ to: "/submit" }),
  signIn: (next?: string) => linkOptions({ to: "/login", search: next ? { next } : {} }),
};
