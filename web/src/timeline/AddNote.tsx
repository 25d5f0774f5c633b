// A box to write on a timeline.
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, type SubmitEvent, useState } from "react";
import { type EntryKind, addEntry } from "@/api/timeline";
import { Button } from "@/ui/button";
import { Select, TextArea } from "@/ui/field";
import { Refusal } from "@/ui/states";
import { LOOKS } from "./look";
import { ENTRY_KINDS } from "./search";

interface AddNoteProps {
  task: string;
  /** The run that it is about. */
  run: string | undefined;
  /** What it is about, in words. */
  about: string;
}

export function AddNote({ task, run, about }: AddNoteProps) {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<EntryKind>("chat_message");
  const adding = useMutation({
    mutationFn: () => addEntry(task, { content: text.trim(), context_type: kind, run_id: run ?? null }),
    onSuccess: () => setText(""),
  });
  const add = (event: SubmitEvent | KeyboardEvent) => {
    event.preventDefault();
    if (text.trim() !== "" && !adding.isPending) adding.mutate();
  };
  return (
    <form onSubmit={add} aria-label="Add a note" className="flex flex-col gap-2 border-b border-line p-3">
      <div className="flex flex-wrap items-end gap-2">
        <TextArea
          aria-label="Note"
          placeholder={`Add a note to ${about}`}
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add(event);
          }}
          className="field-sizing-content max-h-60 resize-none min-w-0 flex-1 basis-56 font-sans text-sm"
        />
        <Select aria-label="Kind of the note" value={kind} onChange={(event) => setKind(event.target.value as EntryKind)}>
          {ENTRY_KINDS.map((known) => (
            <option key={known} value={known}>
              {LOOKS[known].one}
            </option>
          ))}
        </Select>
        <Button type="submit" disabled={text.trim() === "" || adding.isPending} title="Ctrl+Enter">
          Add
        </Button>
      </div>
      <Refusal error={adding.error} />
    </form>
  );
}
