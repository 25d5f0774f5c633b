// A line of the graph, from what is needed to what needs it.
import { BaseEdge, type Edge, type EdgeProps, Position } from "@xyflow/react";
import { type Place, smooth } from "./layout";

export type DrawnLine = Edge<{ way: readonly Place[] }, "way">;

function GraphLine({ id, sourceX, sourceY, targetX, targetY, sourcePosition, data, markerEnd }: EdgeProps<DrawnLine>) {
  const way = data?.way ?? [];
  // A single point between two layers only bends the line.
  const between = way.length > 1 ? way : [];
  const points = [{ x: sourceX, y: sourceY }, ...between, { x: targetX, y: targetY }];
  const path = smooth(points, sourcePosition === Position.Right ? "LR" : "TB");
  return <BaseEdge id={id} path={path} interactionWidth={24} {...(markerEnd && { markerEnd })} />;
}

export const LINE_TYPES = { way: GraphLine };
