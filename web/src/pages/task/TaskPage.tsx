// A task: choose one of its runs; see its code, its packages and its log; run it again.
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { flowQueries } from "@/api/flows";
import { runQueries } from "@/api/runs";
import { taskQueries } from "@/api/tasks";
import { Code } from "@/editor/Code";
import type { Run } from "@/domain/run";
import { LogBook } from "@/log/book";
import { LogViewer } from "@/log/LogViewer";
import { parseRange } from "@/log/range";
import { useRunStream } from "@/log/stream";
import { RunActions } from "@/pages/run/RunActions";
import { RunSummary } from "@/pages/run/RunSummary";
import { useRunActions } from "@/pages/run/useRunActions";
import { paths } from "@/paths";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading, Refusal } from "@/ui/states";
import { RunChart } from "./RunChart";
import { type Task, RunChoice, latestOf } from "./RunChoice";
import { TaskTabs } from "./TaskTabs";
import { useLiveTask } from "./useLiveTask";

export function TaskPage() {
  const { id } = useParams({ from: "/shell/tasks/$id" });
  const task = useQuery(taskQueries.one(id));
  if (task.data) return <Whole task={task.data} />;
  return (
    <Page title="Task">
      {task.isError ? (
        <Failure error={task.error} what="the task" retry={() => void task.refetch()} />
      ) : (
        <Loading what="the task" />
      )}
    </Page>
  );
}

function Whole({ task }: { task: Task }) {
  const search = useSearch({ from: "/shell/tasks/$id" });
  const number = search.run ?? latestOf(task);
  useLiveTask(task.id);
  const listed = task.runs.find((run) => run.runNumber === number);
  // A run that is not among the latest is looked up by its number.
  const found = useQuery({ ...taskQueries.run(task.id, number), enabled: !listed && number > 0 });
  const id = listed?.id ?? found.data?.id ?? "";
  const run = useQuery({ ...runQueries.whole(id), enabled: id !== "" });
  const error = found.error ?? run.error;
  // One that has not run does not say what it is.
  const unrun = useQuery({ ...flowQueries.one(task.id), enabled: number === 0, retry: false });
  if (unrun.data ?? run.data?.kind === "flow") return <Navigate {...paths.flow(task.id)} replace />;
  if (run.data) return <Selected key={run.data.id} task={task} run={run.data} />;
  return (
    <Page title={task.name}>
      <TaskTabs id={task.id} shown="runs" />
      {number === 0 ? (
        <Empty title="This task has no run" />
      ) : (
        <>
          <RunChoice task={task} number={number} />
          {error ? <Failure error={error} what={`run #${number}`} retry={() => void run.refetch()} /> : <Loading what="the run" />}
        </>
      )}
    </Page>
  );
}

function Selected({ task, run }: { task: Task; run: Run }) {
  const search = useSearch({ from: "/shell/tasks/$id" });
  const navigate = useNavigate({ from: "/tasks/$id" });
  const book = useMemo(() => new LogBook(run.id), [run.id]);
  const stream = useRunStream(run, book);
  const actions = useRunActions(run);
  const latest = latestOf(task);
  return (
    <Page
      title={task.name}
      heading={<span className="wrap-anywhere">{task.name}</span>}
      actions={<RunActions run={run} actions={actions} latest={latest} />}
    >
      <TaskTabs id={task.id} shown="runs" />
      <div className="flex flex-wrap items-stretch gap-x-4 gap-y-3">
        <RunChoice task={task} number={run.number} />
        <RunChart task={task} number={run.number} />
      </div>
      <Refusal error={actions.error} />
      <RunSummary run={run} />
      <div className="grid gap-3 2xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Panel aria-label="What it runs" className="flex flex-col gap-3 p-4 max-2xl:order-2">
          <Code title={`Python code of run #${run.number}`} text={run.snapshot.code} language="python" className="max-h-[calc(100dvh-22rem)] min-h-40" />
          <Packages run={run} />
        </Panel>
        <LogViewer
          run={run}
          book={book}
          stream={stream}
          node={search.node}
          range={parseRange(search.line)}
          onPlace={(place) =>
            void navigate({
              search: { ...(search.run !== undefined && { run: search.run }), ...place },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
    </Page>
  );
}

function Packages({ run }: { run: Run }) {
  const { dependencies, requirements_file: requirements } = run.snapshot;
  const asked = requirements ?? dependencies;
  return (
    <div>
      <h3 className="font-medium">{requirements ? "Requirements file" : "Dependencies"}</h3>
      {asked ? <pre className="font-mono text-[13px] whitespace-pre-wrap">{asked}</pre> : <p className="text-soft">None beside the code.</p>}
      <Link {...paths.run(run.id, "environment")} className="text-accent hover:underline">
        The packages that it resolved
      </Link>
    </div>
  );
}
