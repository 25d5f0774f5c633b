// A run as it is written down before it starts: texts, as they stand in the fields.
import type { RerunBody } from "@/api/runs";
import type { Run } from "@/domain/run";

export interface Draft {
  code: string;
  dependencies: string;
  requirements: string;
  /** A JSON object; empty for none. */
  inputs: string;
}

export const EMPTY: Draft = { code: "", dependencies: "", requirements: "", inputs: "" };

/** What a run was made of. */
export function draftOf(run: Pick<Run, "snapshot" | "inputs">): Draft {
  const inputs = run.inputs as Record<string, unknown> | null | undefined;
  return {
    code: run.snapshot.code,
    dependencies: run.snapshot.dependencies ?? "",
    requirements: run.snapshot.requirements_file ?? "",
    inputs: inputs && Object.keys(inputs).length > 0 ? JSON.stringify(inputs, null, 2) : "",
  };
}

/** What is wrong with the inputs, if anything is. */
export function inputsError(text: string): string | undefined {
  try {
    parseInputs(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The inputs as the API takes them. */
export function parseInputs(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error('Inputs are a JSON object, such as {"upto": 5}.');
  }
  return value as Record<string, unknown>;
}

export const PARTS = ["code", "dependencies", "requirements", "inputs"] as const;

/** The parts that differ. */
export function changedParts(before: Draft, after: Draft): (keyof Draft)[] {
  return PARTS.filter((part) => before[part] !== after[part]);
}

/** What to ask for, so that a run like `before` becomes `after`: what is as it was is left out. */
export function rerunBody(before: Draft, after: Draft): RerunBody {
  const changed = new Set(changedParts(before, after));
  const body: RerunBody = {};
  if (changed.has("code")) body.python_code = after.code;
  // Naming one of the two inherits neither.
  if (changed.has("dependencies") || changed.has("requirements")) {
    body.dependencies = after.dependencies;
    body.requirements_file = after.requirements;
  }
  if (changed.has("inputs")) body.inputs = parseInputs(after.inputs);
  return body;
}
