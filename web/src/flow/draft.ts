// A flow as it is written: texts, as they stand in the fields. Components have keys of their own, so
// that an edge stays where an id is changed.
import type { FlowBody } from "@/api/flows";
import type { Component, Edge, Flow } from "@/domain/flow";
import { parseInputs } from "@/form/draft";

export interface ComponentDraft {
  key: string;
  id: string;
  name: string;
  code: string;
  dependencies: string;
  requirements: string;
  /** A JSON object; empty for none. */
  inputs: string;
  retries: string;
  /** In seconds. */
  delay: string;
  /** In seconds; empty for none. */
  limit: string;
  env: Component["env"];
  /** As it is: it is written elsewhere. */
  pod?: Component["pod"];
}

/** What of a component is written in fields. */
export type ComponentField = Exclude<keyof ComponentDraft, "key" | "env" | "pod">;

export interface FlowDraft {
  name: string;
  description: string;
  components: readonly ComponentDraft[];
  /** Between keys. */
  edges: readonly Edge[];
}

type FlowLike = Pick<Flow, "name" | "description" | "components" | "edges">;

const STARTER = `import json, os

inputs = json.load(open(os.environ["ANNALS_INPUTS"]))
print("given:", inputs)
# What is written here reaches those that need this component, as inputs["upstream"][its id].
json.dump({"done": True}, open(os.environ["ANNALS_OUTPUTS"], "w"))
`;

export const NEW_FLOW: FlowDraft = added({ name: "", description: "", components: [], edges: [] }).draft;

/** A component with nothing but what every one has. */
export function blank(key: string, id: string): ComponentDraft {
  return { key, id, name: "", code: STARTER, dependencies: "", requirements: "", inputs: "", retries: "", delay: "", limit: "", env: {} };
}

export function componentDraft(component: Component, key: string): ComponentDraft {
  const { id, name, code, inputs, env, retries, retry_delay_seconds: delay, timeout_seconds: limit } = component;
  return {
    key,
    id,
    name: name === id ? "" : name,
    code,
    dependencies: component.dependencies ?? "",
    requirements: component.requirements_file ?? "",
    inputs: Object.keys(inputs).length > 0 ? JSON.stringify(inputs, null, 2) : "",
    retries: retries ? String(retries) : "",
    delay: delay ? String(delay) : "",
    limit: limit == null ? "" : String(limit),
    env,
    ...(component.pod && { pod: component.pod }),
  };
}

/** The draft of a flow. A component keeps the key that one with its id has in `before`. */
export function draftOfFlow(flow: FlowLike, before: readonly ComponentDraft[] = []): FlowDraft {
  const free = new Map(before.map((component) => [component.id, component.key]));
  let next = nextKey(before);
  const components = flow.components.map((component) => {
    const key = free.get(component.id) ?? `k${next++}`;
    free.delete(component.id);
    return componentDraft(component, key);
  });
  const keys = new Map(components.toReversed().map(({ id, key }) => [id, key]));
  const end = (id: string) => keys.get(id) ?? id;
  const edges = flow.edges.map(({ from, to }) => ({ from: end(from), to: end(to) }));
  return { name: flow.name, description: flow.description ?? "", components, edges };
}

function nextKey(components: readonly ComponentDraft[]): number {
  return 1 + Math.max(0, ...components.map(({ key }) => Number(key.slice(1)) || 0));
}

/** The component with one more, its key told; it needs `after` where that is given. */
export function added(draft: FlowDraft, after?: string): { draft: FlowDraft; key: string } {
  const next = nextKey(draft.components);
  const taken = new Set(draft.components.map(({ id }) => id));
  let number = draft.components.length + 1;
  while (taken.has(`step-${number}`)) number += 1;
  const component = blank(`k${next}`, `step-${number}`);
  const edges = after === undefined ? draft.edges : [...draft.edges, { from: after, to: component.key }];
  return { draft: { ...draft, components: [...draft.components, component], edges }, key: component.key };
}

export function removed(draft: FlowDraft, key: string): FlowDraft {
  return {
    ...draft,
    components: draft.components.filter((component) => component.key !== key),
    edges: draft.edges.filter(({ from, to }) => from !== key && to !== key),
  };
}

/** With `to` needing `from`, or no longer. */
export function connected(draft: FlowDraft, from: string, to: string, needs: boolean): FlowDraft {
  const edges = draft.edges.filter((edge) => edge.from !== from || edge.to !== to);
  return { ...draft, edges: needs ? [...edges, { from, to }] : edges };
}

export function changed(draft: FlowDraft, key: string, change: Partial<ComponentDraft>): FlowDraft {
  const components = draft.components.map((component) => (component.key === key ? { ...component, ...change } : component));
  return { ...draft, components };
}

/** A component as the API takes it. Its inputs and numbers must be such. */
export function componentBody(component: ComponentDraft): FlowBody["components"][number] {
  const { id, name, code, dependencies, requirements, env, retries, delay, limit } = component;
  const inputs = parseInputs(component.inputs);
  return {
    id: id.trim(),
    ...(name.trim() && { name: name.trim() }),
    code,
    ...(dependencies.trim() && { dependencies }),
    ...(requirements.trim() && { requirements_file: requirements }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(retries.trim() && { retries: Number(retries) }),
    ...(delay.trim() && { retry_delay_seconds: Number(delay) }),
    ...(limit.trim() && { timeout_seconds: Number(limit) }),
    ...(component.pod && { pod: component.pod }),
  };
}

/** The flow as the API takes it; what `componentBody` asks for holds here too. */
export function flowBody(draft: FlowDraft): FlowBody {
  const ids = new Map(draft.components.map(({ key, id }) => [key, id.trim()]));
  const end = (key: string) => ids.get(key) ?? key;
  return {
    name: draft.name.trim(),
    description: draft.description,
    components: draft.components.map(componentBody),
    edges: draft.edges.map(({ from, to }) => ({ from: end(from), to: end(to) })),
  };
}

/** Whether two drafts say the same, whatever their keys are. */
export function sameDraft(a: FlowDraft, b: FlowDraft): boolean {
  return JSON.stringify(withoutKeys(a)) === JSON.stringify(withoutKeys(b));
}

function withoutKeys({ name, description, components, edges }: FlowDraft) {
  const ids = new Map(components.map(({ key, id }) => [key, id]));
  const ways = edges.map(({ from, to }) => `${ids.get(from) ?? from} ${ids.get(to) ?? to}`).sort();
  return { name, description, ways, components: components.map((component) => ({ ...component, key: "" })) };
}
