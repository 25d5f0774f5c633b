// What a flow is: components and which needs which. Every page asks here.
import type { components } from "@/api/schema";

export type Flow = components["schemas"]["FlowDetail"];
export type FlowRow = components["schemas"]["FlowListRow"];
export type Component = components["schemas"]["ComponentDetail"];
export type Edge = components["schemas"]["EdgeBody"];

/** The ids of what `id` needs, in the order of the edges. */
export function needsOf(id: string, edges: readonly Edge[]): string[] {
  return [...new Set(edges.filter((edge) => edge.to === id).map((edge) => edge.from))];
}

/** The ids, each after those that it needs, else in their order; what goes round comes last. */
export function inOrder(ids: readonly string[], edges: readonly Edge[]): string[] {
  const { ordered, left } = sorted(ids, edges);
  return [...ordered, ...left];
}

/** A way that leads back to where it begins, against no edge: `a`, `b`, `a`. Null where there is none. */
export function cycleOf(ids: readonly string[], edges: readonly Edge[]): string[] | null {
  const left = new Set(sorted(ids, edges).left);
  let at = [...left][0];
  const way: string[] = [];
  while (at !== undefined) {
    const before = way.indexOf(at);
    way.push(at);
    // It was walked against the edges.
    if (before !== -1) return way.slice(before).reverse();
    at = needsOf(at, edges).find((id) => left.has(id));
  }
  return null;
}

function sorted(ids: readonly string[], edges: readonly Edge[]) {
  const known = new Set(ids);
  const needs = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const before = needs.get(to);
    if (!known.has(from)) continue;
    if (before) before.push(from);
    else needs.set(to, [from]);
  }
  const done = new Set<string>();
  let left = [...known];
  for (;;) {
    const rest: string[] = [];
    for (const id of left) {
      if (needs.get(id)?.every((needed) => done.has(needed)) ?? true) done.add(id);
      else rest.push(id);
    }
    if (rest.length === left.length) return { ordered: [...done], left: rest };
    left = rest;
  }
}
