// How a node of a run stands, as people are told: also that its outcome is an earlier run's.
import type { RunNode } from "./run";

export type NodeLook = RunNode["state"] | "reused";

export function lookOf(node: Pick<RunNode, "state" | "reused_from">): NodeLook {
  return node.reused_from ? "reused" : node.state;
}

export const NODE_WORDS: Record<NodeLook, string> = {
  pending: "Waiting",
  running: "Running",
  success: "Succeeded",
  failure: "Failed",
  cancelled: "Cancelled",
  skipped: "Skipped",
  reused: "Used again",
};

/** That it took more than one try: `try 2` while it goes on, `3 tries`; empty for one. */
export function triesTold({ tries, state }: Pick<RunNode, "tries" | "state">): string {
  if (tries < 2) return "";
  return state === "running" ? `try ${tries}` : `${tries} tries`;
}
