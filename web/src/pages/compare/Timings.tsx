// How long the parts of both runs took.
import type { Comparison } from "@/api/runs";
import type { RunRow } from "@/domain/run";
import { duration } from "@/domain/time";
import { Panel } from "@/ui/page";
import { nameOf } from "./Heads";

interface TimingsProps {
  nodes: Comparison["nodes"];
  a: RunRow;
  b: RunRow;
}

export function Timings({ nodes, a, b }: TimingsProps) {
  const longest = Math.max(1, ...nodes.flatMap((node) => [node.a?.duration_ms ?? 0, node.b?.duration_ms ?? 0]));
  return (
    <Panel aria-label="Timings" className="flex flex-col gap-3 p-4">
      <h2 className="font-medium">Timings</h2>
      {nodes.map((pair) => (
        <div key={pair.node} className="grid grid-cols-[6rem_minmax(0,1fr)] items-center gap-x-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <span className="truncate font-mono" title={pair.node}>
            {pair.node}
          </span>
          <span className="flex flex-col gap-0.5">
            <Bar name={nameOf(a, b)} took={pair.a?.duration_ms} longest={longest} colour="bg-edge" />
            <Bar name={nameOf(b, a)} took={pair.b?.duration_ms} longest={longest} colour="bg-accent-strong" />
          </span>
        </div>
      ))}
    </Panel>
  );
}

function Bar({ name, took, longest, colour }: { name: string; took: number | null | undefined; longest: number; colour: string }) {
  return (
    <span className="nums flex items-center gap-2 text-xs">
      <span className="w-12 shrink-0 truncate text-soft">{name}</span>
      <span className="relative h-2 min-w-0 flex-1 rounded-full bg-raised">
        <span className={`absolute inset-y-0 left-0 rounded-full ${colour}`} style={{ width: `${(100 * (took ?? 0)) / longest}%` }} />
      </span>
      <span className="w-20 shrink-0">{took == null ? "–" : duration(took)}</span>
    </span>
  );
}
