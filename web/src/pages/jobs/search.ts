// What an address says about the list of jobs.
import { JOB_STATUSES, type JobStatus } from "@/domain/job";

export interface JobsSearch {
  status?: JobStatus;
}

export function parseJobsSearch(raw: Record<string, unknown>): JobsSearch {
  const status = JOB_STATUSES.find((known) => known === raw["status"]);
  return status ? { status } : {};
}
