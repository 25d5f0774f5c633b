// A run of a flow: its graph with where each component stands, its time as bars, and the chosen component.
import { useNavigate } from "@tanstack/react-router";
import { lookOf, triesTold } from "@/domain/node";
import { type Run, type RunNode, hasEnded } from "@/domain/run";
import { Graph, type GraphNode } from "@/flow/Graph";
import type { LogBook } from "@/log/book";
import type { StreamState } from "@/log/stream";
import { paths } from "@/paths";
import { Panel } from "@/ui/page";
import { Component } from "./Component";
import { Gantt } from "./Gantt";

interface FlowTabProps {
  run: Run;
  book: LogBook;
  stream: StreamState;
  /** The component and the lines that the address names. */
  node: string | undefined;
  line: string | undefined;
}

export function FlowTab({ run, book, stream, node, line }: FlowTabProps) {
  const navigate = useNavigate();
  const nodes = new Map(run.nodes.map((known) => [known.name, known]));
  const components = run.snapshot.components ?? [];
  const chosen = node ?? (hasEnded(run) ? run.nodes.find(({ state }) => state === "failure")?.name : undefined);
  const choose = (name: string) => void navigate({ ...paths.component(run.id, name), replace: true, resetScroll: false });
  const shown = chosen === undefined ? undefined : nodes.get(chosen);
  return (
    <div className="flex flex-col gap-3">
      <Panel aria-label="Graph">
        <Graph
          label={`Graph of run #${run.number}`}
          className="h-[clamp(15rem,38dvh,32rem)]"
          nodes={components.map(({ id, name }) => graphNode(id, name, nodes.get(id)))}
          edges={run.snapshot.edges ?? []}
          selected={chosen ?? null}
          onSelect={choose}
        />
      </Panel>
      <Gantt run={run} selected={chosen} onSelect={choose} />
      {shown ? (
        <Component key={shown.name} run={run} node={shown} book={book} stream={stream} line={line} />
      ) : (
        <p className="px-1 text-soft">Choose a component to see what it printed and wrote.</p>
      )}
    </div>
  );
}

function graphNode(id: string, title: string, node: RunNode | undefined): GraphNode {
  const key = { key: id, title };
  if (!node) return { ...key, look: "pending" };
  return { ...key, look: lookOf(node), started: node.started_at, took: node.duration_ms, tries: triesTold(node) };
}
