// The fields of a component: what it is, what it runs, when it is tried again.
import { type ReactNode, useId } from "react";
import { CodeEditor } from "@/editor/CodeEditor";
import { Field, Input, TextArea } from "@/ui/field";
import type { ComponentDraft, ComponentField } from "./draft";
import type { Fault } from "./faults";

interface ComponentFieldsProps {
  component: ComponentDraft;
  onChange: (change: Partial<ComponentDraft>) => void;
  /** What is wrong with this component. */
  faults: readonly Fault[];
  /** Whether it can get another id. */
  renamed?: boolean;
  /** What stands between the names and the code. */
  children?: ReactNode;
}

export function ComponentFields({ component, onChange, faults, renamed = true, children }: ComponentFieldsProps) {
  const of = (field: ComponentField) => faults.find((fault) => fault.field === field)?.message;
  const set = (field: ComponentField) => (event: { target: { value: string } }) => onChange({ [field]: event.target.value });
  const note = useId();
  const label = `Python code of ${component.id || "the component"}`;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {renamed && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Id" hint="By it others find its outputs" error={of("id")}>
            {(ids) => <Input {...ids} maxLength={128} className="font-mono" value={component.id} onChange={set("id")} />}
          </Field>
          <Field label="Name" hint="For people; the id if empty" error={of("name")}>
            {(ids) => <Input {...ids} maxLength={200} value={component.name} onChange={set("name")} />}
          </Field>
        </div>
      )}
      {children}
      <div className="flex min-w-0 flex-col gap-1" aria-describedby={note}>
        <span className="font-medium">Python code</span>
        <CodeEditor key={component.key} value={component.code} language="python" label={label} onChange={(code) => onChange({ code })} className="h-80 min-h-40 resize-y" />
        <p id={note} className={of("code") ? "text-xs text-bad" : "text-xs text-soft"}>
          {of("code") ?? (
            <>
              At <code>ANNALS_INPUTS</code> it reads the run's inputs, its own laid over them, and as <code>upstream</code> the
              outputs of what it needs.
            </>
          )}
        </p>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Dependencies" hint="One or more a line, as for pip: pandas, six>=1.16" error={of("dependencies")}>
          {(ids) => <TextArea {...ids} rows={3} value={component.dependencies} onChange={set("dependencies")} />}
        </Field>
        <Field label="Inputs of its own" hint={'A JSON object, such as {"upto": 5}'} error={of("inputs")}>
          {(ids) => <TextArea {...ids} rows={3} value={component.inputs} onChange={set("inputs")} />}
        </Field>
      </div>
      {(component.requirements || of("requirements")) && (
        <Field label="Requirements file" hint="Its text. Where it is given, the dependencies above are not used." error={of("requirements")}>
          {(ids) => <TextArea {...ids} rows={3} value={component.requirements} onChange={set("requirements")} />}
        </Field>
      )}
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        <Field label="Retries" hint="Further tries after a failure" error={of("retries")}>
          {(ids) => <Input {...ids} inputMode="numeric" placeholder="0" value={component.retries} onChange={set("retries")} />}
        </Field>
        <Field label="Delay in seconds" hint="Between two tries" error={of("delay")}>
          {(ids) => <Input {...ids} inputMode="decimal" placeholder="0" value={component.delay} onChange={set("delay")} />}
        </Field>
        <Field label="Time limit in seconds" hint="Of each try; none if empty" error={of("limit")}>
          {(ids) => <Input {...ids} inputMode="decimal" placeholder="none" value={component.limit} onChange={set("limit")} />}
        </Field>
      </div>
    </div>
  );
}
