// What was read for whom: pages of completed tasks, by job and user.
import { queryOptions } from "@tanstack/react-query";
import { asked } from "./json";

export interface UsageRow {
  job_id: string;
  user_id: string | null;
  month: string;
  tasks: number;
  pages: number;
}

export interface Usage {
  usage: UsageRow[];
  total_tasks: number;
  total_pages: number;
}

function sums(from: string | undefined, to: string | undefined) {
  return queryOptions({
    queryKey: ["usage", from ?? "", to ?? ""],
    queryFn: ({ signal }) => asked<Usage>("GET", "/api/v1/usage", { query: { from, to }, signal }),
  });
}

/** What is read of usage, by key. */
export const usageQueries = { sums };
