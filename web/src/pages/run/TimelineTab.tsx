// What happened in a run: its parts as bars, then its timeline.
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Run } from "@/domain/run";
import { paths } from "@/paths";
import { parseTimelineSearch } from "@/timeline/search";
import { Timeline } from "@/timeline/Timeline";
import { NodeBars } from "./NodeBars";

export function TimelineTab({ run }: { run: Run }) {
  const search = useSearch({ from: "/shell/runs/$id", select: parseTimelineSearch });
  const navigate = useNavigate();
  const change = (next: object) =>
    void navigate({ ...paths.runTimeline(run.id, parseTimelineSearch({ ...next })), replace: true, resetScroll: false });
  const filtered = search.kind !== undefined || search.q !== undefined;
  return (
    <div className="flex flex-col gap-3">
      <NodeBars run={run} />
      <Timeline
        task={run.task_id}
        run={run.id}
        about={`run #${run.number}`}
        search={search}
        usual="asc"
        onSearch={change}
        onClear={filtered ? () => change({ order: search.order }) : undefined}
        runName={null}
      />
    </div>
  );
}
