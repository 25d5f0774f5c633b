// The timeline of a task: what was said and done, by people, programs and the server, over all its runs.
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { taskQueries } from "@/api/tasks";
import { STATUS_WORDS, statusOfPhase } from "@/domain/run";
import { paths } from "@/paths";
import { type TaskTimelineSearch, parseTaskTimelineSearch } from "@/timeline/search";
import { Timeline } from "@/timeline/Timeline";
import { Select } from "@/ui/field";
import { Page } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import type { Task } from "./RunChoice";
import { TaskTabs } from "./TaskTabs";
import { useLiveTask } from "./useLiveTask";

export function TimelinePage() {
  const { id } = useParams({ from: "/shell/tasks/$id/timeline" });
  const task = useQuery(taskQueries.one(id));
  if (task.data) return <Whole task={task.data} />;
  return (
    <Page title="Timeline">
      {task.isError ? (
        <Failure error={task.error} what="the task" retry={() => void task.refetch()} />
      ) : (
        <Loading what="the task" />
      )}
    </Page>
  );
}

function Whole({ task }: { task: Task }) {
  const search = useSearch({ from: "/shell/tasks/$id/timeline" });
  const navigate = useNavigate();
  useLiveTask(task.id);
  const change = (next: { [name in keyof TaskTimelineSearch]?: TaskTimelineSearch[name] | undefined }) =>
    void navigate({ ...paths.taskTimeline(task.id, parseTaskTimelineSearch(next)), replace: true, resetScroll: false });
  const filtered = search.kind !== undefined || search.q !== undefined || search.run !== undefined;
  return (
    <Page title={`Timeline of ${task.name}`} heading={<span className="wrap-anywhere">{task.name}</span>}>
      <TaskTabs id={task.id} shown="timeline" />
      <Timeline
        task={task.id}
        run={search.run}
        about={search.run === undefined ? "this task" : runName(task, search.run)}
        search={search}
        usual="desc"
        onSearch={(next) => change({ ...search, ...next })}
        onClear={filtered ? () => change({ order: search.order }) : undefined}
        runName={(id) => runName(task, id)}
        filters={<RunFilter task={task} run={search.run} onChange={(run) => change({ ...search, run })} />}
      />
    </Page>
  );
}

function runName(task: Task, id: string): string {
  const run = task.runs.find((known) => known.id === id);
  return run ? `#${run.runNumber}` : "its run";
}

interface RunFilterProps {
  task: Task;
  run: string | undefined;
  onChange: (run: string | undefined) => void;
}

function RunFilter({ task, run, onChange }: RunFilterProps) {
  return (
    <Select aria-label="Run" value={run ?? ""} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">Any run</option>
      {run !== undefined && !task.runs.some((known) => known.id === run) && <option value={run}>One run</option>}
      {task.runs.map((known) => {
        const status = statusOfPhase(known.phase);
        return (
          <option key={known.id} value={known.id}>
            #{known.runNumber} {status && STATUS_WORDS[status]}
          </option>
        );
      })}
    </Select>
  );
}
