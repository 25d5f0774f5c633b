// The flow as JSON text, as the API takes it. What is right changes the flow at once.
import { useState } from "react";
import { sentence } from "@/api/problem";
import { CodeEditor } from "@/editor/CodeEditor";
import { CopyButton } from "@/ui/copy";
import { draftOfText, textOfDraft } from "@/flow/json";
import type { Draft } from "./useDraft";

interface JsonTextProps {
  edit: Draft;
  /** Told whether the text tells no flow. */
  onBroken: (broken: boolean) => void;
}

export function JsonText({ edit, onBroken }: JsonTextProps) {
  const [text, setText] = useState(() => textOfDraft(edit.draft));
  const [error, setError] = useState<string | null>(null);
  const write = (next: string) => {
    setText(next);
    try {
      edit.setDraft(draftOfText(next, edit.draft.components));
      setError(null);
      onBroken(false);
    } catch (problem) {
      setError(sentence(problem));
      onBroken(true);
    }
  };
  const faults = edit.faults.filter(({ key }) => key !== null);
  const idOf = (key: string | null) => edit.draft.components.find((component) => component.key === key)?.id ?? "";
  return (
    <div className="flex flex-col gap-2 p-3">
      <div className="flex items-center justify-between gap-2">
        <p className="text-xs text-soft">What the API takes, for copying and for keeping a flow beside its code.</p>
        <CopyButton label="Copy the JSON" text={() => text} />
      </div>
      <CodeEditor value={text} language="json" label="Flow as JSON" onChange={write} className="h-[60dvh] min-h-72" />
      <div role="status" className="text-bad">
        {error}
        {error === null &&
          faults.map(({ key, field, message }) => (
            <p key={`${key ?? ""} ${field}`}>
              <code className="font-mono">{idOf(key)}</code> {field}: {message}
            </p>
          ))}
      </div>
    </div>
  );
}
