// A run: where it stands, what it printed, what it was, what it left.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Suspense, lazy, useMemo } from "react";
import { runQueries } from "@/api/runs";
import type { Run } from "@/domain/run";
import { LogBook } from "@/log/book";
import { LogViewer } from "@/log/LogViewer";
import { parseRange } from "@/log/range";
import { type StreamState, useRunStream } from "@/log/stream";
import { paths } from "@/paths";
import { Page } from "@/ui/page";
import { Failure, Loading, Refusal } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { CodeTab } from "./CodeTab";
import { DataTab } from "./DataTab";
import { EnvironmentTab } from "./EnvironmentTab";
import { FilesTab } from "./FilesTab";
import { RunActions } from "./RunActions";
import { RunSummary } from "./RunSummary";
import { type RunTab, tabOf, tabsOf } from "./search";
import { useRunActions } from "./useRunActions";

const FlowTab = lazy(async () => ({ default: (await import("./flow/FlowTab")).FlowTab }));
const TimelineTab = lazy(async () => ({ default: (await import("./TimelineTab")).TimelineTab }));

export function RunPage() {
  const { id } = useParams({ from: "/shell/runs/$id" });
  const run = useQuery(runQueries.whole(id));
  if (run.data) return <Whole key={run.data.id} run={run.data} />;
  return (
    <Page title="Run">
      {run.isError ? <Failure error={run.error} what="the run" retry={() => void run.refetch()} /> : <Loading what="the run" />}
    </Page>
  );
}

function Whole({ run }: { run: Run }) {
  const search = useSearch({ from: "/shell/runs/$id" });
  const tab = tabOf(run, search);
  const book = useMemo(() => new LogBook(run.id), [run.id]);
  const stream = useRunStream(run, book);
  const actions = useRunActions(run);
  const heading = (
    <>
      <Link {...(run.kind === "script" ? paths.task(run.task_id) : paths.ofRun(run))} className="hover:text-accent">
        {run.task_name}
      </Link>{" "}
      <span className="nums font-normal text-soft">#{run.number}</span>
    </>
  );
  return (
    <Page
      title={`${run.task_name} #${run.number}`}
      heading={heading}
      actions={<RunActions run={run} actions={actions} />}
      // The log takes what the screen has left.
      {...(tab === "log" && { className: "h-dvh max-md:h-[calc(100dvh-3.5rem)]" })}
    >
      <Refusal error={actions.error} />
      <RunSummary run={run} />
      <RunTabs run={run} tab={tab} />
      <Content run={run} tab={tab} book={book} stream={stream} />
    </Page>
  );
}

const WORDS: Record<RunTab, string> = {
  graph: "Graph",
  log: "Log",
  timeline: "Timeline",
  code: "Code",
  environment: "Environment",
  data: "Inputs & Outputs",
  files: "Files",
};

function RunTabs({ run, tab }: { run: Run; tab: RunTab }) {
  const tabs = tabsOf(run).map((known) => ({
    key: known,
    to: paths.run(run.id, known === tabOf(run, {}) ? undefined : known),
    words: (
      <>
        {WORDS[known]}
        {known === "files" && run.artifacts.length > 0 && (
          <span className="nums ml-1.5 rounded-full bg-raised px-1.5 text-xs">{run.artifacts.length}</span>
        )}
      </>
    ),
  }));
  return <Tabs label="Parts of the run" tabs={tabs} shown={tab} />;
}

interface ContentProps {
  run: Run;
  tab: RunTab;
  book: LogBook;
  stream: StreamState;
}

function Content({ run, tab, book, stream }: ContentProps) {
  const { node, line } = useSearch({ from: "/shell/runs/$id" });
  const navigate = useNavigate({ from: "/runs/$id" });
  switch (tab) {
    case "graph":
      return (
        <Suspense fallback={<Loading what="the graph" />}>
          <FlowTab run={run} book={book} stream={stream} node={node} line={line} />
        </Suspense>
      );
    case "log":
      return (
        <LogViewer
          fills
          run={run}
          book={book}
          stream={stream}
          node={node}
          range={parseRange(line)}
          onPlace={(place) => void navigate({ search: { ...(run.kind === "flow" && { tab: "log" }), ...place }, replace: true, resetScroll: false })}
        />
      );
    case "timeline":
      return (
        <Suspense fallback={<Loading what="the timeline" />}>
          <TimelineTab run={run} />
        </Suspense>
      );
    case "code":
      return <CodeTab run={run} />;
    case "environment":
      return <EnvironmentTab run={run} />;
    case "data":
      return <DataTab run={run} />;
    case "files":
      return <FilesTab run={run} />;
  }
}
