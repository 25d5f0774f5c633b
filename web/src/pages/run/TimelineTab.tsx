// What happened in a run: its parts as bars, then its timeline.
import { useInfiniteQuery } from "@tanstack/react-query";
import { taskQueries } from "@/api/tasks";
import type { components } from "@/api/schema";
import type { Run } from "@/domain/run";
import { clock } from "@/domain/time";
import { Button } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Time } from "@/ui/time";
import { NodeBars } from "./NodeBars";

export function TimelineTab({ run }: { run: Run }) {
  const timeline = useInfiniteQuery(taskQueries.timeline(run.task_id, run.id));
  const entries = timeline.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="flex flex-col gap-3">
      <NodeBars run={run} />
      <Panel aria-label="Timeline">
        {timeline.isPending && <Loading what="the timeline" />}
        {timeline.isError && <Failure error={timeline.error} what="the timeline" retry={() => void timeline.refetch()} />}
        {timeline.isSuccess && entries.length === 0 && (
          <Empty title="The timeline is empty">
            <p>A timeline is kept for a while only; the log and the run itself stay.</p>
          </Empty>
        )}
        <ol className="divide-y divide-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
        {timeline.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" onClick={() => void timeline.fetchNextPage()}>
              What came then
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

const WORDS: Record<components["schemas"]["HistoryWord"], string> = {
  chat_message: "Message",
  execution_step: "Step",
  agent_turn: "Turn",
  setup_complete: "Setup",
  error: "Error",
  status_change: "Status",
};

function Entry({ entry }: { entry: components["schemas"]["HistoryEntry"] }) {
  return (
    <li className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 px-4 py-2 sm:grid-cols-[max-content_5rem_minmax(0,1fr)_max-content]">
      <span className="nums font-mono text-xs leading-5 text-soft">{clock(entry.created_at, "local")}</span>
      <span className={cx("text-xs leading-5", entry.context_type === "error" ? "font-medium text-bad" : "text-soft")}>
        {WORDS[entry.context_type]}
      </span>
      <span className="whitespace-pre-wrap wrap-anywhere max-sm:col-span-2">
        {entry.content}
        {entry.metadata && <code className="block font-mono text-xs text-soft">{entry.metadata}</code>}
      </span>
      <span className="text-xs leading-5 text-soft max-sm:hidden">
        <Time at={entry.created_at} />
      </span>
    </li>
  );
}
