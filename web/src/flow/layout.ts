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

/** The upper left corner of each component. */
export function placesOf(keys: readonly string[], edges: readonly Edge[], direction: Direction): Map<string, Place> {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, nodesep: 24, ranksep: direction === "LR" ? 64 : 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of keys) graph.setNode(key, { width: WIDTH, height: HEIGHT });
  const known = new Set(keys);
  for (const { from, to } of edges) {
    if (from !== to && known.has(from) && known.has(to)) graph.setEdge(from, to);
  }
  layout(graph);
  return new Map(keys.map((key) => [key, corner(graph.node(key) as unknown as Place)]));
}

function corner({ x, y }: Place): Place {
  return { x: x - WIDTH / 2, y: y - HEIGHT / 2 };
}
