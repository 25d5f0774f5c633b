// The time of a run's nodes as bars: every try, what it waited, how long it took.
import { inOrder } from "@/domain/flow";
import type { NodeLook } from "@/domain/node";
import { lookOf } from "@/domain/node";
import type { Run, RunNode } from "@/domain/run";

/** A part of a row, in milliseconds since the run began. */
export interface Segment {
  look: NodeLook;
  from: number;
  to: number;
  /** What is told of it on hover. */
  about: string;
}

export interface GanttRow {
  node: RunNode;
  title: string;
  look: NodeLook;
  segments: Segment[];
}

type GanttRun = Pick<Run, "nodes" | "snapshot" | "started_at" | "created_at" | "ended_at">;

/** When the run began and how long it has taken by `now`, in milliseconds. */
export function spanOf(run: GanttRun, now: number): { begin: number; whole: number } {
  const begin = Date.parse(run.started_at ?? run.created_at);
  const end = run.ended_at ? Date.parse(run.ended_at) : Math.max(now, begin);
  return { begin, whole: Math.max(1, end - begin) };
}

/** A row for each node: `setup` first, then the components in an order in which they may run. */
export function rowsOf(run: GanttRun, now: number): GanttRow[] {
  const { begin, whole } = spanOf(run, now);
  const known = new Map(run.nodes.map((node) => [node.name, node]));
  const names = new Map((run.snapshot.components ?? []).map(({ id, name }) => [id, name]));
  const order = inOrder([...known.keys()].filter((name) => name !== "setup"), run.snapshot.edges ?? []);
  return ["setup", ...order].flatMap((name) => {
    const node = known.get(name);
    if (!node) return [];
    return [{ node, title: names.get(name) ?? name, look: lookOf(node), segments: segmentsOf(node, begin, begin + whole) }];
  });
}

/** A bar for each try, the last being how the node stands; one where nothing more is told. */
function segmentsOf(node: RunNode, begin: number, end: number): Segment[] {
  if (node.started_at == null) return [];
  const { started_at, ended_at, message } = node;
  const tries = node.each_try.length > 0 ? node.each_try : [{ started_at, ended_at, message }];
  const at = (time: string) => Date.parse(time) - begin;
  return tries.map((one, index) => {
    const to = one.ended_at ? at(one.ended_at) : end - begin;
    const last = index === node.tries - 1 || index === tries.length - 1;
    const over = one.ended_at != null && node.ended_at == null;
    const about = tries.length > 1 ? `Try ${index + 1}${one.message ? `: ${one.message}` : ""}` : (one.message ?? "");
    return { look: last && !over ? node.state : "failure", from: one.started_at ? at(one.started_at) : to, to, about };
  });
}

/** The times at which marks stand: about four, at round numbers. */
export function marksOf(whole: number): number[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 144e5, 432e5, 864e5];
  const step = steps.find((size) => whole / size <= 5) ?? Math.ceil(whole / 4 / 864e5) * 864e5;
  return Array.from({ length: Math.floor(whole / step) + 1 }, (_, at) => at * step);
}
