// A task in the list.
import { Link } from "@tanstack/react-router";
import type { TaskRow as Row } from "@/api/tasks";
import { statusOfPhase } from "@/domain/run";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Status } from "@/ui/status";
import { LastRuns } from "./LastRuns";
import { Duration, Time } from "@/ui/time";

export function TaskRow({ task }: { task: Row }) {
  const status = statusOfPhase(task.phase);
  const took = task.finishedAt && task.startedAt ? Date.parse(task.finishedAt) - Date.parse(task.startedAt) : null;
  return (
    <li className="relative grid items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised/50 max-md:grid-cols-2 md:grid-cols-[9rem_minmax(0,1fr)_max-content_5rem_6rem_6rem]">
      <span className="max-md:order-2">{status ? <Status status={status} /> : <span className="text-soft">No run</span>}</span>
      <span className="flex min-w-0 flex-col max-md:order-1 max-md:col-span-2">
        <Link {...paths.task(task.id)} className="truncate font-medium after:absolute after:inset-0 hover:text-accent">
          {task.name}
        </Link>
        <span className="truncate font-mono text-xs text-soft">{firstLine(task.pythonCode)}</span>
      </span>
      <span className="max-md:hidden">
        <LastRuns task={task.id} />
      </span>
      <span className="nums text-soft max-md:order-3 max-md:text-right">
        {count(task.runCount)} {task.runCount === 1 ? "run" : "runs"}
      </span>
      <span className="text-soft max-md:order-4">
        <Time at={task.startedAt || task.createdAt} />
      </span>
      <span className="max-md:order-5 max-md:text-right">
        <Duration started={task.startedAt || null} took={took} />
      </span>
    </li>
  );
}

/** The first line of a program that does something, to tell tasks apart by. */
function firstLine(code: string): string {
  const lines = code.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !/^(#|import |from |""")/.test(line)) ?? lines[0] ?? "";
}
