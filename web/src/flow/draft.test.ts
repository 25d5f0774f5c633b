import { expect, test } from "vitest";
import { ApiProblem } from "@/api/problem";
import { type FlowDraft, NEW_FLOW, added, changed, connected, draftOfFlow, flowBody, removed, sameDraft } from "./draft";
import { faultsOf, serverFaults, standing } from "./faults";
import { draftOfText, textOfDraft } from "./json";

const component = (id: string, more = {}) => ({ id, name: id, code: "pass", inputs: {}, env: {}, retries: 0, retry_delay_seconds: 0, ...more });
const flow = {
  name: "sums",
  description: null,
  components: [component("a", { inputs: { n: 1 }, env: { KEY: { secret: "k" } }, retries: 2, timeout_seconds: 5, pod: { image: "i" } }), component("b")],
  edges: [{ from: "a", to: "b" }],
};
const draft = draftOfFlow(flow);
const told = (of: FlowDraft) => faultsOf(of).map(({ key, field }) => `${key ?? ""} ${field}`);

test("a flow that is read and written is the same", () => {
  const inputs = { inputs: { n: 1 }, env: { KEY: { secret: "k" } }, retries: 2, timeout_seconds: 5, pod: { image: "i" } };
  expect(flowBody(draft)).toEqual({
    name: "sums",
    description: "",
    components: [{ id: "a", code: "pass", ...inputs }, { id: "b", code: "pass" }],
    edges: flow.edges,
  });
  expect(sameDraft(draftOfText(textOfDraft(draft), draft.components), draft)).toBe(true);
});

test("edges stay where an id is changed, and go with their component", () => {
  const renamed = changed(draft, "k1", { id: "load" });
  expect(flowBody(renamed).edges).toEqual([{ from: "load", to: "b" }]);
  expect(sameDraft(renamed, draft)).toBe(false);
  expect(removed(renamed, "k1").edges).toEqual([]);
  const { draft: more, key } = added(draft, "k2");
  expect(flowBody(more).edges).toContainEqual({ from: "b", to: "step-3" });
  expect(sameDraft(connected(more, "k2", key, false), removed(more, key))).toBe(false);
  // The text keeps the keys of what it names.
  expect(draftOfText(textOfDraft(more), more.components).edges).toEqual(more.edges);
});

test("what is no flow is told at its place", () => {
  expect(told(NEW_FLOW)).toEqual([" name"]);
  expect(told(draft)).toEqual([]);
  expect(told(changed(draft, "k2", { id: "a" }))).toEqual(["k2 id"]);
  expect(told(changed(draft, "k2", { id: "setup", code: " ", inputs: "[", retries: "1.5", delay: "-1", limit: "0" }))).toEqual(
    ["id", "code", "inputs", "retries", "delay", "limit"].map((field) => `k2 ${field}`),
  );
  const round = connected(draft, "k2", "k1", true);
  expect(faultsOf(round)[0]?.message).toContain("a → b → a");
  expect(told({ ...draft, components: [], edges: [] })).toEqual([" components"]);
});

test("a text that is no flow is refused in a sentence", () => {
  const refused = (text: string) => () => draftOfText(text, []);
  expect(refused("{")).toThrow("not JSON");
  expect(refused('{"name": "x"}')).toThrow("components must be a list");
  expect(refused('{"components": [{"id": "a"}]}')).toThrow("components.0.code must be a text");
  expect(refused('{"components": [], "edges": [{"from": "q", "to": "q"}]}')).toThrow("there is no “q”");
});

test("what the server refuses stands at its place until that is changed", () => {
  const issue = (loc: (string | number)[], msg = "no") => ({ loc: ["body", ...loc], msg });
  const problem = (errors: object[], detail = "x") => new ApiProblem({ status: 422, title: "", detail, errors: errors as never });
  const found = serverFaults(problem([issue(["components", 1, "timeout_seconds"]), issue(["edges", 0, "from"]), issue(["edges"])]), draft);
  expect(found.map(({ key, field }) => [key, field])).toEqual([["k2", "limit"], ["k2", "needs"], [null, "edges"]]);
  expect(serverFaults(problem([], "component a: line 1: bad"), draft)).toEqual([{ key: "k1", field: "dependencies", message: "line 1: bad" }]);
  expect(standing(found, draft, changed(draft, "k1", { code: "1" })).map(({ key }) => key)).toEqual(["k2", "k2"]);
  expect(standing(found, draft, changed(draft, "k2", { limit: "3" }))).toEqual([]);
});
