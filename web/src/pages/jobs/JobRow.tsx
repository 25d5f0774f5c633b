// A job in the list.
import { Link } from "@tanstack/react-router";
import type { JobRow as Row } from "@/api/jobs";
import { isDraft } from "@/domain/job";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { JobStatus } from "@/ui/jobStatus";
import { Time } from "@/ui/time";

const STEP_WORDS = { upload: "give it files", fields: "name its fields", review: "look at it once more", submitted: "" };

export function JobRow({ job }: { job: Row }) {
  return (
    <li className="relative grid items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised/50 max-md:grid-cols-2 md:grid-cols-[11rem_minmax(0,1fr)_5rem_7rem]">
      <span className="max-md:order-2">
        <JobStatus run={job} />
      </span>
      <span className="flex min-w-0 flex-col max-md:order-1 max-md:col-span-2">
        <Link {...paths.job(job.id)} className="truncate font-medium after:absolute after:inset-0 hover:text-accent">
          {job.name}
        </Link>
        {isDraft(job) && <span className="text-xs text-soft">Next: {STEP_WORDS[job.config_step]}</span>}
      </span>
      <span className="nums text-soft max-md:order-3 max-md:text-right">
        {count(job.run_count)} {job.run_count === 1 ? "run" : "runs"}
      </span>
      <span className="text-soft max-md:order-4">
        <Time at={job.created_at} />
      </span>
    </li>
  );
}
