// The fields that are looked for: named, typed, described, in the order of the table's columns.
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import type { DataType } from "@/api/templates";
import { Button, IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Input, Select } from "@/ui/field";
import { type FieldDraft, emptyField, faultOf, moved } from "./fields";
import { DATA_TYPES, TYPE_WORDS } from "./types";

interface FieldRowsProps {
  drafts: readonly FieldDraft[];
  onChange: (drafts: FieldDraft[]) => void;
}

export function FieldRows({ drafts, onChange }: FieldRowsProps) {
  const list = useRef<HTMLOListElement>(null);
  const set = (at: number, change: Partial<FieldDraft>) => onChange(drafts.map((draft, place) => (place === at ? { ...draft, ...change } : draft)));
  const add = () => {
    onChange([...drafts, emptyField()]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  /** Alt and an arrow move the row; Enter in the last one begins another. */
  const pressed = (event: KeyboardEvent, at: number) => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onChange(moved(drafts, at, event.key === "ArrowUp" ? at - 1 : at + 1));
    } else if (event.key === "Enter" && at === drafts.length - 1 && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      add();
    }
  };
  return (
    <>
      <div aria-hidden className={cx(ROW, "px-4 pt-3 text-xs font-medium text-soft max-lg:hidden")}>
        <span>Field</span>
        <span>Type</span>
        <span>What it is, and where it stands</span>
      </div>
      <ol ref={list} aria-label="Fields" className="divide-y divide-line">
        {drafts.map((draft, at) => (
          <li key={draft.key} className={cx(ROW, "px-4 py-2")} onKeyDown={(event) => pressed(event, at)}>
            <FieldInputs draft={draft} at={at} fault={faultOf(draft, drafts)} onChange={(change) => set(at, change)} />
            <span className="flex max-lg:col-span-2 max-lg:justify-end">
              <IconButton label={`Move field ${at + 1} up`} disabled={at === 0} onClick={() => onChange(moved(drafts, at, at - 1))}>
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton label={`Move field ${at + 1} down`} disabled={at === drafts.length - 1} onClick={() => onChange(moved(drafts, at, at + 1))}>
                <ArrowDown aria-hidden />
              </IconButton>
              <IconButton label={`Remove field ${at + 1}`} onClick={() => onChange(drafts.toSpliced(at, 1))}>
                <Trash2 aria-hidden />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <div className="border-t border-line px-4 py-2">
        <Button look="quiet" onClick={add}>
          <Plus aria-hidden /> Add a field
        </Button>
      </div>
    </>
  );
}

const ROW = "grid items-start gap-2 grid-cols-[minmax(0,1fr)_11rem] lg:grid-cols-[minmax(0,1fr)_12rem_minmax(0,2fr)_6.5rem] max-sm:grid-cols-2";

interface FieldInputsProps {
  draft: FieldDraft;
  at: number;
  fault: string | undefined;
  onChange: (change: Partial<FieldDraft>) => void;
}

function FieldInputs({ draft, at, fault, onChange }: FieldInputsProps) {
  return (
    <>
      <span className="flex flex-col">
        <Input
          aria-label={`Name of field ${at + 1}`}
          aria-invalid={fault !== undefined}
          placeholder="Invoice number"
          value={draft.name}
          maxLength={200}
          onChange={(event) => onChange({ name: event.target.value })}
          className="w-full"
        />
        {fault && <span className="text-xs text-bad">{fault}</span>}
      </span>
      <Select aria-label={`Type of field ${at + 1}`} value={draft.type} onChange={(event) => onChange({ type: event.target.value as DataType })}>
        {DATA_TYPES.map((type) => (
          <option key={type} value={type}>
            {TYPE_WORDS[type]}
          </option>
        ))}
      </Select>
      <Input
        aria-label={`What field ${at + 1} is`}
        placeholder="at the top right, begins with INV"
        value={draft.prompt}
        onChange={(event) => onChange({ prompt: event.target.value })}
        className="w-full max-lg:col-span-2"
      />
    </>
  );
}
