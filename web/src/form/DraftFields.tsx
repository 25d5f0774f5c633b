// The fields of a draft.
import { CodeEditor } from "@/editor/CodeEditor";
import { Field, TextArea } from "@/ui/field";
import { type Draft, inputsError } from "./draft";

interface DraftFieldsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function DraftFields({ draft, onChange }: DraftFieldsProps) {
  const set = (part: keyof Draft) => (text: string) => onChange({ ...draft, [part]: text });
  return (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
      <div className="flex min-w-0 flex-col gap-1">
        <span className="font-medium">Python code</span>
        <CodeEditor value={draft.code} language="python" label="Python code" onChange={set("code")} className="h-[52dvh] min-h-72" />
        <p className="text-xs text-soft">
          The program finds its inputs at <code>ANNALS_INPUTS</code>, writes results to <code>ANNALS_OUTPUTS</code> and
          leaves files in <code>ANNALS_ARTIFACTS</code>. Tab indents; Escape, then Tab goes on to the next field.
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Field label="Dependencies" hint="One or more a line, as for pip: pandas, six>=1.16,<1.17">
          {(ids) => (
            <TextArea {...ids} rows={4} value={draft.dependencies} onChange={(event) => set("dependencies")(event.target.value)} />
          )}
        </Field>
        <Field label="Requirements file" hint="Its text. Where it is given, the dependencies above are not used.">
          {(ids) => (
            <TextArea {...ids} rows={3} value={draft.requirements} onChange={(event) => set("requirements")(event.target.value)} />
          )}
        </Field>
        <Field label="Inputs" hint={'A JSON object, such as {"upto": 5}'} error={inputsError(draft.inputs)}>
          {(ids) => <TextArea {...ids} rows={6} value={draft.inputs} onChange={(event) => set("inputs")(event.target.value)} />}
        </Field>
      </div>
    </div>
  );
}
