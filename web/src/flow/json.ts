// A flow as JSON text, as the API takes it.
import { type Component, cycleOf } from "@/domain/flow";
import { type ComponentDraft, type FlowDraft, draftOfFlow, flowBody } from "./draft";

/** The text of a draft whose fields are right. */
export function textOfDraft(draft: FlowDraft): string {
  return `${JSON.stringify(flowBody(draft), null, 2)}\n`;
}

/** The draft that a text tells. Throws a sentence on what is wrong with its shape. */
export function draftOfText(text: string, before: readonly ComponentDraft[]): FlowDraft {
  const body = object(parsed(text), "A flow");
  const components = list(body["components"], "components").map((one, at) => component(one, `components.${at}`));
  const edges = list(body["edges"] ?? [], "edges").map((one, at) => {
    const edge = object(one, `edges.${at}`);
    return { from: text_(edge["from"], `edges.${at}.from`), to: text_(edge["to"], `edges.${at}.to`) };
  });
  const ids = new Set(components.map(({ id }) => id));
  edges.forEach(({ from, to }, at) => {
    for (const [end, id] of [["from", from], ["to", to]] as const) {
      if (!ids.has(id)) throw new Error(`edges.${at}.${end} must be the id of a component; there is no “${id}”.`);
    }
  });
  const name = text_(body["name"] ?? "", "name");
  return draftOfFlow({ name, description: text_(body["description"] ?? "", "description"), components, edges }, before);
}

/** What goes round in a draft, by the ids of its components; null where nothing does. */
export function cycleTold({ components, edges }: FlowDraft): string | null {
  const round = cycleOf(components.map(({ key }) => key), edges);
  const ids = new Map(components.map(({ key, id }) => [key, id]));
  return round && round.map((key) => ids.get(key) ?? key).join(" → ");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`);
  }
}

function component(value: unknown, place: string): Component {
  const one = object(value, place);
  const optional = (name: string) => (one[name] == null ? null : text_(one[name], `${place}.${name}`));
  const id = text_(one["id"], `${place}.id`);
  return {
    id,
    name: optional("name") ?? id,
    code: text_(one["code"], `${place}.code`),
    dependencies: optional("dependencies"),
    requirements_file: optional("requirements_file"),
    inputs: object(one["inputs"] ?? {}, `${place}.inputs`),
    env: object(one["env"] ?? {}, `${place}.env`) as Component["env"],
    retries: number(one["retries"] ?? 0, `${place}.retries`),
    retry_delay_seconds: number(one["retry_delay_seconds"] ?? 0, `${place}.retry_delay_seconds`),
    timeout_seconds: one["timeout_seconds"] == null ? null : number(one["timeout_seconds"], `${place}.timeout_seconds`),
    ...(one["pod"] != null && { pod: object(one["pod"], `${place}.pod`) }),
  };
}

function object(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`${place} must be a JSON object.`);
}

function list(value: unknown, place: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${place} must be a list.`);
}

function text_(value: unknown, place: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${place} must be a text.`);
}

function number(value: unknown, place: string): number {
  if (typeof value === "number") return value;
  throw new Error(`${place} must be a number.`);
}
