// The tags of a run, and changing them.
import { useMutation } from "@tanstack/react-query";
import { Tag as TagIcon } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { putTags, runsChanged } from "@/api/runs";
import type { Run } from "@/domain/run";
import { parseTags } from "@/form/tags";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Refusal } from "@/ui/states";
import { TagLink } from "@/ui/tag";

export function Tags({ run }: { run: Run }) {
  const [editing, setEditing] = useState(false);
  return (
    <span className="flex flex-wrap items-center gap-1">
      {run.tags.map((tag) => (
        <TagLink key={tag} tag={tag} />
      ))}
      <Button look="quiet" className="min-h-6 px-1.5 py-0 text-xs" onClick={() => setEditing(true)}>
        <TagIcon aria-hidden /> {run.tags.length === 0 ? "Add tags" : "Edit tags"}
      </Button>
      {editing && <EditTags run={run} onClose={() => setEditing(false)} />}
    </span>
  );
}

function EditTags({ run, onClose }: { run: Run; onClose: () => void }) {
  const [text, setText] = useState(run.tags.join(", "));
  const saving = useMutation({
    mutationFn: () => putTags(run.id, parseTags(text)),
    onSuccess: async () => {
      await runsChanged();
      onClose();
    },
  });
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={`Tags of run #${run.number}`} onClose={onClose}>
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field label="Tags" hint="Separated by commas; none if empty">
          {(ids) => <Input {...ids} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
        <Refusal error={saving.error} />
        <Button look="primary" type="submit" className="self-start" disabled={saving.isPending}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}
