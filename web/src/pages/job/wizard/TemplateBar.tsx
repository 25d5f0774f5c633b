// Fields from a template, and fields kept as one.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Save } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { type Template, createTemplate, templateQueries, templatesChanged } from "@/api/templates";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";
import { Refusal } from "@/ui/states";
import { type FieldDraft, toTemplate, written } from "./fields";

interface TemplateBarProps {
  drafts: readonly FieldDraft[];
  /** The template that the fields came from. */
  chosen: string | null;
  onChoose: (template: Template) => void;
}

export function TemplateBar({ drafts, chosen, onChoose }: TemplateBarProps) {
  const templates = useQuery(templateQueries.list).data ?? [];
  const [naming, setNaming] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {templates.length > 0 && (
        <Select
          aria-label="Template"
          value={chosen ?? ""}
          onChange={(event) => {
            const found = templates.find(({ id }) => id === event.target.value);
            if (found) onChoose(found);
          }}
        >
          <option value="" disabled>
            Fields from a template…
          </option>
          {templates.map(({ id, name, fields }) => (
            <option key={id} value={id}>
              {name} ({fields.length})
            </option>
          ))}
        </Select>
      )}
      <Button disabled={written(drafts).length === 0} onClick={() => setNaming(true)}>
        <Save aria-hidden /> Keep as a template…
      </Button>
      {naming && <KeepDialog drafts={drafts} onClose={() => setNaming(false)} />}
    </div>
  );
}

function KeepDialog({ drafts, onClose }: { drafts: readonly FieldDraft[]; onClose: () => void }) {
  const [name, setName] = useState("");
  const [isPublic, setPublic] = useState(true);
  const keeping = useMutation({
    mutationFn: () => createTemplate({ name: name.trim(), description: null, fields: toTemplate(drafts), is_public: isPublic }),
    onSuccess: async () => {
      await templatesChanged();
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    keeping.mutate();
  };
  return (
    <Dialog title="Keep the fields as a template" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" hint="Other jobs can begin with it; changing it later changes no job">
          {(ids) => <Input {...ids} required autoFocus maxLength={200} placeholder="invoices" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={isPublic} onChange={(event) => setPublic(event.target.checked)} className="size-4 accent-accent-strong" />
          Everyone here may use it
        </label>
        <Refusal error={keeping.error} />
        <Button look="primary" type="submit" disabled={name.trim() === "" || keeping.isPending} className="self-start">
          Keep it
        </Button>
      </form>
    </Dialog>
  );
}
