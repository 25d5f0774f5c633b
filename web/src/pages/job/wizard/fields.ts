// The fields as they are being written: rows that keep who they are while they move.
import type { JobField } from "@/api/jobs";
import type { DataType, TemplateField } from "@/api/templates";

export interface FieldDraft {
  /** Who the row is while it moves. */
  key: number;
  name: string;
  type: DataType;
  prompt: string;
}

let last = 0;

export function emptyField(): FieldDraft {
  last += 1;
  return { key: last, name: "", type: "text", prompt: "" };
}

export function fromJob(fields: readonly JobField[]): FieldDraft[] {
  const ordered = [...fields].sort((a, b) => a.display_order - b.display_order);
  return ordered.map((field) => ({ ...emptyField(), name: field.field_name, type: field.data_type_id, prompt: field.ai_prompt ?? "" }));
}

export function fromTemplate(fields: readonly TemplateField[]): FieldDraft[] {
  return fields.map((field) => ({ ...emptyField(), name: field.name, type: field.data_type, prompt: field.prompt ?? "" }));
}

/** The rows as the API takes them; empty ones are left out. */
export function toJob(drafts: readonly FieldDraft[]): JobField[] {
  return written(drafts).map((draft, at) => ({
    field_name: draft.name.trim(),
    data_type_id: draft.type,
    ai_prompt: draft.prompt.trim() || null,
    display_order: at,
  }));
}

export function toTemplate(drafts: readonly FieldDraft[]): TemplateField[] {
  return written(drafts).map(({ name, type, prompt }) => ({ name: name.trim(), data_type: type, prompt: prompt.trim() || null }));
}

/** The rows that say anything. */
export function written(drafts: readonly FieldDraft[]): FieldDraft[] {
  return drafts.filter(({ name, prompt }) => name.trim() !== "" || prompt.trim() !== "");
}

/** What is wrong with a row; undefined where nothing is. */
export function faultOf(draft: FieldDraft, all: readonly FieldDraft[]): string | undefined {
  const name = draft.name.trim().toLowerCase();
  if (name === "") return draft.prompt.trim() === "" ? undefined : "It needs a name: the heading of its column";
  const same = all.some((other) => other.key !== draft.key && other.name.trim().toLowerCase() === name);
  return same ? "Another field has this name" : undefined;
}

/** The rows with the one at `from` moved to `to`. */
export function moved(drafts: readonly FieldDraft[], from: number, to: number): FieldDraft[] {
  if (to < 0 || to >= drafts.length) return [...drafts];
  const rest = drafts.toSpliced(from, 1);
  const row = drafts[from];
  return row ? rest.toSpliced(to, 0, row) : rest;
}
