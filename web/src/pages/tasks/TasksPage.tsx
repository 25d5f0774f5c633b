// The tasks: each with its latest run.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { taskQueries } from "@/api/tasks";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Input, Select } from "@/ui/field";
import { Live } from "@/ui/live";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { TaskRow } from "./TaskRow";
import { TASK_PHASES, type TasksSearch, parseTasksSearch, toTaskFilter } from "./search";
import { useLiveTasks } from "./useLiveTasks";

export function TasksPage() {
  const search = useSearch({ from: "/shell/tasks" });
  const navigate = useNavigate();
  const tasks = useInfiniteQuery(taskQueries.list(toTaskFilter(search)));
  const change = (next: TasksSearch) => void navigate({ to: "/tasks", search: next, replace: true });
  const live = useLiveTasks(search);
  const rows = tasks.data?.pages.flatMap((page) => page.tasks) ?? [];
  const actions = (
    <>
      <Live state={live} />
      <Link {...paths.submit()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Submit a task
      </Link>
    </>
  );
  return (
    <Page title="Tasks" actions={actions}>
      <Filters search={search} onChange={change} />
      <Panel aria-label="Tasks">
        {tasks.isPending && <Loading what="the tasks" rows={8} />}
        {tasks.isError && <Failure error={tasks.error} what="the tasks" retry={() => void tasks.refetch()} />}
        {tasks.isSuccess && rows.length === 0 && <Nothing filtered={Object.keys(search).length > 0} />}
        <ul className="divide-y divide-line">
          {rows.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
        {tasks.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
              Older tasks
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty title="No task is like that">
        <p>Look for a part of its name or its id.</p>
      </Empty>
    );
  }
  return (
    <Empty title="There is no task yet">
      <p>A task is a Python program that can be run again and again. Submitting one makes it, and its run 1.</p>
    </Empty>
  );
}

function Filters({ search, onChange }: { search: TasksSearch; onChange: (next: TasksSearch) => void }) {
  const [text, setText] = useState(search.q ?? "");
  return (
    <form
      role="search"
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(parseTasksSearch({ ...search, q: text.trim() }));
      }}
    >
      <span className="relative w-full sm:w-64">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-soft" />
        <Input type="search" aria-label="Name or id of the task" placeholder="Name or id of the task" value={text} onChange={(event) => setText(event.target.value)} className="w-full pl-7" />
      </span>
      <Select
        aria-label="How the latest run stands"
        value={search.phase ?? ""}
        onChange={(event) => {
          const phase = TASK_PHASES.find((known) => known === event.target.value);
          onChange({ ...(search.q && { q: search.q }), ...(phase && { phase }) });
        }}
      >
        <option value="">Any phase</option>
        {TASK_PHASES.map((phase) => (
          <option key={phase}>{phase}</option>
        ))}
      </Select>
    </form>
  );
}
