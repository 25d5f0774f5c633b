// What keeps a draft from being a flow: found as one writes, or told by the server; each at its place.
import { ApiProblem } from "@/api/problem";
import { inputsError } from "@/form/draft";
import type { ComponentDraft, ComponentField, FlowDraft } from "./draft";
import { cycleTold } from "./json";

export type FaultField = ComponentField | "needs" | "name" | "description" | "components" | "edges";

export interface Fault {
  /** The component that it is about; null for the flow itself. */
  key: string | null;
  field: FaultField;
  message: string;
}

const MOST_DAYS = 30;
const DAY = 86_400;

/** Everything that is wrong; empty for a flow. */
export function faultsOf(draft: FlowDraft): Fault[] {
  const faults: Fault[] = [];
  const flow = (field: FaultField, message: string) => faults.push({ key: null, field, message });
  if (draft.name.trim() === "") flow("name", "A flow needs a name.");
  if (draft.components.length === 0) flow("components", "A flow needs at least one component.");
  const seen = new Set<string>();
  for (const component of draft.components) {
    faults.push(...componentFaults(component, seen));
    seen.add(component.id.trim());
  }
  const round = cycleTold(draft);
  if (round !== null) flow("edges", `These need each other in a round: ${round}. Take one of the connections away.`);
  return faults;
}

/** What is wrong with one component, whatever the others are; `seen` are the ids before it. */
export function componentFaults(component: ComponentDraft, seen: ReadonlySet<string> = new Set()): Fault[] {
  const found: [ComponentField, string | undefined][] = [
    ["id", idFault(component.id.trim(), seen)],
    ["code", component.code.trim() === "" ? "A component needs a program." : undefined],
    ["inputs", inputsError(component.inputs)],
    ["retries", within(component.retries, 0, 100, true) ? undefined : "A whole number from 0 to 100."],
    ["delay", within(component.delay, 0, DAY) ? undefined : "From 0 to 86,400 seconds, a day."],
    ["limit", limitFault(component.limit)],
  ];
  return found.flatMap(([field, message]) => (message === undefined ? [] : [{ key: component.key, field, message }]));
}

function idFault(id: string, seen: ReadonlySet<string>): string | undefined {
  if (!/^[A-Za-z0-9_.:-]{1,128}$/.test(id)) return "1 to 128 letters, digits, “-”, “_”, “.” and “:”.";
  if (id === "setup") return "“setup” is the platform's own.";
  if (/^\.+$/.test(id)) return "Not dots only.";
  return seen.has(id) ? `Another component has the id “${id}”.` : undefined;
}

function limitFault(text: string): string | undefined {
  if (within(text, 0, MOST_DAYS * DAY) && (text.trim() === "" || Number(text) > 0)) return undefined;
  return "More than 0 seconds and at most 30 days; none if empty.";
}

function within(text: string, least: number, most: number, whole = false): boolean {
  if (text.trim() === "") return true;
  const value = Number(text);
  return Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
}

const FIELDS: Record<string, FaultField> = {
  requirements_file: "requirements",
  retry_delay_seconds: "delay",
  timeout_seconds: "limit",
};

/** What the server said is wrong with `sent`, each at its place; empty where it named none. */
export function serverFaults(error: unknown, sent: FlowDraft): Fault[] {
  if (!(error instanceof ApiProblem)) return [];
  const refused = /^component (\S+): (.+)$/s.exec(error.message);
  if (refused) {
    const component = sent.components.find(({ id }) => id.trim() === refused[1]);
    const field = component?.requirements.trim() ? "requirements" : "dependencies";
    if (component && refused[2]) return [{ key: component.key, field, message: refused[2] }];
  }
  return error.issues.map(({ loc, msg }) => placed(loc.slice(1).map(String), msg, sent));
}

function placed([part = "", at, field = ""]: string[], message: string, sent: FlowDraft): Fault {
  const named = (name: string) => FIELDS[name] ?? (name as FaultField);
  if (at === undefined) return { key: null, field: named(part), message };
  if (part === "components") return { key: sent.components[Number(at)]?.key ?? null, field: named(field), message };
  return { key: sent.edges[Number(at)]?.to ?? null, field: "needs", message };
}

/** Those of `faults` that still hold where `sent` has become `draft`: what they are about is as it was. */
export function standing(faults: readonly Fault[], sent: FlowDraft, draft: FlowDraft): Fault[] {
  const find = (of: FlowDraft, key: string) => of.components.find((component) => component.key === key);
  return faults.filter(({ key, field }) => {
    if (key !== null) return find(sent, key) === find(draft, key) && (field !== "needs" || sent.edges === draft.edges);
    if (field === "name" || field === "description") return sent[field] === draft[field];
    return sent.edges === draft.edges && sent.components === draft.components;
  });
}
