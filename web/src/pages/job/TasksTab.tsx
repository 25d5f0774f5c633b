// The tasks of a run, as they go on: those that failed first, since they are what one acts upon.
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { type JobRun, type JobTask, jobQueries } from "@/api/jobs";
import { TASK_WORDS, type TaskStatus } from "@/domain/job";
import { count } from "@/domain/time";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";

const ORDER: Record<TaskStatus, number> = { failed: 0, processing: 1, pending: 2, completed: 3 };

export function TasksTab({ run }: { run: JobRun }) {
  const found = useQuery(jobQueries.progress(run.job_id, run.id));
  const tasks = (found.data?.tasks ?? []).toSorted((a, b) => ORDER[a.status] - ORDER[b.status]);
  return (
    <Panel aria-label="Tasks">
      {found.isPending && <Loading what="the tasks" />}
      {found.isError && <Failure error={found.error} what="the tasks" retry={() => void found.refetch()} />}
      {found.isSuccess && tasks.length === 0 && (
        <Empty title="There is no task">
          <p>Each file, or each folder that is read together, is a task.</p>
        </Empty>
      )}
      {tasks.length > 0 && <Rows tasks={tasks} />}
    </Panel>
  );
}

/** Only rows near the screen exist: there may be thousands. */
function Rows({ tasks }: { tasks: readonly JobTask[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const virtual = useWindowVirtualizer({ count: tasks.length, estimateSize: () => 38, overscan: 10, scrollMargin: margin, getItemKey: (at) => tasks[at]?.id ?? at });
  return (
    <ul ref={list} className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const task = tasks[item.index];
        return (
          task && (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-task={task.status}
              className="absolute inset-x-0 top-0 flex flex-wrap items-center gap-x-4 gap-y-0.5 border-b border-line px-4 py-2"
              style={{ transform: `translateY(${item.start - margin}px)` }}
            >
              <TaskState status={task.status} />
              <span className="min-w-40 flex-1 wrap-anywhere">{task.display_name ?? task.path ?? task.id}</span>
              {(task.file_count ?? 1) > 1 && <span className="nums text-soft">{count(task.file_count ?? 1)} files</span>}
              {task.error && <p className="basis-full wrap-anywhere text-bad sm:pl-28">{task.error}</p>}
            </li>
          )
        );
      })}
    </ul>
  );
}

const SHOWN = {
  pending: { Icon: CircleDashed, colour: "text-soft" },
  processing: { Icon: LoaderCircle, colour: "text-live" },
  completed: { Icon: CircleCheck, colour: "text-good" },
  failed: { Icon: CircleX, colour: "text-bad" },
} as const;

function TaskState({ status }: { status: TaskStatus }) {
  const { Icon, colour } = SHOWN[status];
  return (
    <span className={cx("inline-flex w-24 shrink-0 items-center gap-1.5 font-medium", colour)}>
      <Icon aria-hidden className={cx("size-4", status === "processing" && "animate-spin [animation-duration:2s]")} />
      {TASK_WORDS[status]}
    </span>
  );
}
