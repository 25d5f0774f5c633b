// The drawn graph: layers by dagre, drawn and moved by xyflow. Each component is a button.
import "@xyflow/react/dist/base.css";
import "./graph.css";
import {
  Background,
  type EdgeChange,
  MarkerType,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { Maximize, Minus, Plus, Unlink } from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Button, IconButton } from "@/ui/button";
import type { GraphProps } from "./Graph";
import { type DrawnLine, LINE_TYPES } from "./GraphLine";
import { type DrawnNode, NODE_TYPES } from "./GraphNode";
import { type Direction, HEIGHT, type Layout, WIDTH, layoutOf } from "./layout";

/** Beyond so many components only those are drawn that are seen. */
const MANY = 120;
const FIT = { padding: 0.08, maxZoom: 1, minZoom: 0.2 };

export function GraphCanvas(props: GraphProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ label, nodes, edges, selected, onSelect, editing }: GraphProps) {
  const direction = useDirection();
  const shape = JSON.stringify([nodes.map(({ key }) => key), edges, direction]);
  const layout = useMemo(() => layoutOf(...(JSON.parse(shape) as Shape)), [shape]);
  const drawn = nodesOf({ nodes, selected, onSelect, editing }, layout, direction);
  const editable = editing !== undefined;
  const [edge, setEdge] = useState<string | null>(null);
  const lines = useMemo(() => linesOf(layout, editable, edge), [layout, editable, edge]);
  const chosen = lines.find(({ id }) => id === edge);
  useFit(shape);
  const changed = (changes: EdgeChange<DrawnLine>[]) => {
    for (const change of changes) {
      if (change.type === "select") setEdge((before) => (change.selected ? change.id : before === change.id ? null : before));
      const gone = change.type === "remove" && lines.find(({ id }) => id === change.id);
      if (gone) editing?.onDisconnect(gone.source, gone.target);
    }
  };
  return (
    <ReactFlow<DrawnNode, DrawnLine>
      aria-label={label}
      nodes={drawn}
      edges={lines}
      nodeTypes={NODE_TYPES}
      edgeTypes={LINE_TYPES}
      onEdgesChange={changed}
      onConnect={({ source, target }) => editing?.onConnect(source, target)}
      isValidConnection={({ source, target }) => source !== target}
      connectionRadius={40}
      nodesDraggable={false}
      nodesConnectable={editable}
      nodesFocusable={false}
      edgesFocusable={editable}
      elementsSelectable={editable}
      deleteKeyCode={editing ? ["Delete", "Backspace"] : null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      preventScrolling={false}
      onlyRenderVisibleElements={nodes.length > MANY}
      fitView
      fitViewOptions={FIT}
      minZoom={0.1}
      maxZoom={2}
      proOptions={{ hideAttribution: true }}
    >
      <Background color="var(--line)" gap={20} />
      <Zoom />
      {editing && chosen && (
        <Panel position="top-right">
          <Button look="danger" onClick={() => editing.onDisconnect(chosen.source, chosen.target)}>
            <Unlink aria-hidden /> Disconnect
          </Button>
        </Panel>
      )}
    </ReactFlow>
  );
}

function Zoom() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel position="bottom-left" className="flex rounded-md border border-line bg-panel">
      <IconButton label="Larger" onClick={() => void zoomIn()}>
        <Plus aria-hidden />
      </IconButton>
      <IconButton label="Smaller" onClick={() => void zoomOut()}>
        <Minus aria-hidden />
      </IconButton>
      <IconButton label="Show the whole graph" onClick={() => void fitView(FIT)}>
        <Maximize aria-hidden />
      </IconButton>
    </Panel>
  );
}

type Shape = [keys: string[], edges: GraphProps["edges"], direction: Direction];

function nodesOf({ nodes, selected, onSelect, editing }: Omit<GraphProps, "label" | "edges">, { corners }: Layout, direction: Direction): DrawnNode[] {
  const across = direction === "LR";
  return nodes.map((node) => ({
    id: node.key,
    type: "part",
    position: corners.get(node.key) ?? { x: 0, y: 0 },
    width: WIDTH,
    height: HEIGHT,
    // What can be neither moved nor chosen by itself meets no mouse otherwise: the button in it does.
    style: { pointerEvents: "all" },
    sourcePosition: across ? Position.Right : Position.Bottom,
    targetPosition: across ? Position.Left : Position.Top,
    data: { node, selected: node.key === selected, onSelect, onRemove: editing?.onRemove },
  }));
}

function linesOf({ ways }: Layout, editable: boolean, chosen: string | null): DrawnLine[] {
  return [...ways].map(([id, way]) => {
    const [source = "", target = ""] = id.split(" ");
    return {
      id,
      type: "way",
      source,
      target,
      data: { way },
      selected: id === chosen,
      selectable: editable,
      markerEnd: { type: MarkerType.ArrowClosed, color: "var(--edge)", width: 16, height: 16 },
    };
  });
}

/** The whole graph is shown again where it changes its shape, and where its place changes its size. */
function useFit(shape: string): void {
  const { fitView } = useReactFlow();
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView(FIT));
    return () => cancelAnimationFrame(frame);
  }, [shape, fitView]);
}

const narrow = window.matchMedia("(width < 40rem)");

function useDirection(): Direction {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener("change", changed);
      return () => narrow.removeEventListener("change", changed);
    },
    () => (narrow.matches ? "TB" : "LR"),
  );
}
