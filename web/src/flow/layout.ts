// Where the components of a graph stand: in layers, by dagre.
import { Graph, layout } from "@dagrejs/dagre";
import type { Edge } from "@/domain/flow";

export const WIDTH = 208;
export const HEIGHT = 58;

/** From left to right, or from top to bottom where the screen is narrow. */
export type Direction = "LR" | "TB";

export interface Place {
  x: number;
  y: number;
}

export interface Layout {
  /** The upper left corner of each component, by its key. */
  corners: ReadonlyMap<string, Place>;
  /** The points by which a line goes between layers, by `lineId`: past the components in between. */
  ways: ReadonlyMap<string, readonly Place[]>;
}

export function lineId({ from, to }: Edge): string {
  return `${from} ${to}`;
}

export function layoutOf(keys: readonly string[], edges: readonly Edge[], direction: Direction): Layout {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 24, ranksep: direction === "LR" ? 64 : 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of keys) graph.setNode(key, { width: WIDTH, height: HEIGHT });
  const known = new Set(keys);
  const drawn = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  for (const { from, to } of drawn) graph.setEdge(from, to);
  layout(graph);
  const points = ({ from, to }: Edge) => (graph.edge(from, to) as unknown as { points: Place[] }).points;
  return {
    corners: new Map(keys.map((key) => [key, corner(graph.node(key) as unknown as Place)])),
    // The first and the last lie on the components; one in between says nothing more.
    ways: new Map(drawn.map((edge) => [lineId(edge), points(edge).slice(1, -1)])),
  };
}

function corner({ x, y }: Place): Place {
  return { x: x - WIDTH / 2, y: y - HEIGHT / 2 };
}

/** A smooth line through `points`, level where it passes one. */
export function smooth(points: readonly Place[], direction: Direction): string {
  const parts = points.map((point, at) => {
    const before = points[at - 1];
    if (!before) return `M ${point.x} ${point.y}`;
    const half = { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    return direction === "LR"
      ? `C ${half.x} ${before.y} ${half.x} ${point.y} ${point.x} ${point.y}`
      : `C ${before.x} ${half.y} ${point.x} ${half.y} ${point.x} ${point.y}`;
  });
  return parts.join(" ");
}
