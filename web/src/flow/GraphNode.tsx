// A component in the graph.
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { TriangleAlert } from "lucide-react";
import { cx } from "@/ui/cx";
import { NodeState } from "@/ui/nodeState";
import { Duration } from "@/ui/time";
import type { NodeLook } from "@/domain/node";
import type { GraphNode as Shown } from "./Graph";

interface NodeData extends Record<string, unknown> {
  node: Shown;
  selected: boolean;
  onSelect: ((key: string) => void) | undefined;
  onRemove: ((key: string) => void) | undefined;
}

export type DrawnNode = Node<NodeData, "part">;

/** The edge at the left, by how it stands. */
const EDGES: Record<NodeLook, string> = {
  pending: "border-l-line",
  running: "border-l-live",
  success: "border-l-good",
  failure: "border-l-bad",
  cancelled: "border-l-edge",
  skipped: "border-l-line",
  reused: "border-l-good",
};

function GraphNode({ data, sourcePosition, targetPosition, isConnectable }: NodeProps<DrawnNode>) {
  const { node, selected, onSelect, onRemove } = data;
  return (
    <>
      <Handle type="target" position={targetPosition ?? Position.Left} isConnectable={isConnectable} />
      <button
        type="button"
        data-node={node.key}
        data-look={node.look}
        aria-pressed={onSelect && selected}
        onClick={() => onSelect?.(node.key)}
        onKeyDown={(event) => {
          if (onRemove && (event.key === "Delete" || event.key === "Backspace")) onRemove(node.key);
        }}
        className={cx(
          "nopan flex h-full w-full flex-col justify-center rounded-md border border-l-4 bg-panel px-3 text-left shadow-xs",
          node.look ? EDGES[node.look] : node.faulty ? "border-l-bad" : "border-l-edge",
          selected ? "border-y-accent border-r-accent ring-2 ring-accent/40" : "border-y-edge/50 border-r-edge/50 hover:border-y-edge hover:border-r-edge",
          node.look === "skipped" && "border-dashed",
        )}
      >
        <span className="flex items-center gap-1.5">
          <span className="min-w-0 truncate font-medium">{node.title}</span>
          {node.faulty && <TriangleAlert aria-label="Something is wrong with it" className="ml-auto size-4 shrink-0 text-bad" />}
        </span>
        <Second node={node} />
      </button>
      <Handle type="source" position={sourcePosition ?? Position.Right} isConnectable={isConnectable} />
    </>
  );
}

function Second({ node }: { node: Shown }) {
  if (!node.look) return <span className="truncate text-xs text-soft">{node.note}</span>;
  return (
    <span className="flex items-center gap-2 text-xs">
      <NodeState look={node.look} />
      {node.started != null && <Duration started={node.started} took={node.took} />}
      {node.tries && <span className="ml-auto text-warn">{node.tries}</span>}
    </span>
  );
}

export const NODE_TYPES = { part: GraphNode };
