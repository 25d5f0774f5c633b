import { expect, test } from "vitest";
import type { Run, RunNode } from "@/domain/run";
import { marksOf, rowsOf } from "./bars";

const at = (second: number) => new Date(second * 1000).toISOString();
const node = (name: string, more: Partial<RunNode>) =>
  ({ name, state: "success", tries: 1, each_try: [], started_at: null, ended_at: null, ...more }) as RunNode;

function run(nodes: RunNode[], ended_at: string | null = null) {
  const components = nodes.map(({ name }) => ({ id: name, name }));
  return { nodes, snapshot: { components, edges: [{ from: "b", to: "a" }] }, started_at: at(100), created_at: at(99), ended_at } as Run;
}

const bars = (of: Run, now = 110) =>
  rowsOf(of, now * 1000).map(({ node: { name }, segments }) => [name, ...segments.map(({ look, from, to }) => `${look} ${from / 1000}-${to / 1000}`)]);

test("rows stand in the order in which they may run, and what runs reaches to the present", () => {
  const nodes = [
    node("a", { state: "pending", tries: 0 }),
    node("b", { state: "running", started_at: at(102) }),
    node("setup", { started_at: at(100), ended_at: at(102) }),
  ];
  expect(bars(run(nodes))).toEqual([["setup", "success 0-2"], ["b", "running 2-10"], ["a"]]);
});

test("each try has a bar of its own", () => {
  const tries = [
    { started_at: at(101), ended_at: at(102), message: "exited with code 3" },
    { started_at: at(104), ended_at: null, message: null },
  ];
  const going = node("b", { state: "running", tries: 2, each_try: tries, started_at: at(101) });
  expect(bars(run([going]))).toEqual([["b", "failure 1-2", "running 4-10"]]);
  // Between two tries it waits.
  const waits = { ...going, tries: 1, each_try: tries.slice(0, 1) };
  expect(bars(run([waits]))).toEqual([["b", "failure 1-2"]]);
  // What the ledger no longer tells is one bar.
  const old = node("b", { state: "failure", tries: 3, started_at: at(101), ended_at: at(105) });
  expect(bars(run([old], at(105)))).toEqual([["b", "failure 1-5"]]);
});

test("marks stand at round numbers", () => {
  expect(marksOf(9_400)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
  expect(marksOf(3)).toEqual([0, 1, 2, 3]);
  expect(marksOf(3_600_000).length).toBeLessThanOrEqual(7);
});
