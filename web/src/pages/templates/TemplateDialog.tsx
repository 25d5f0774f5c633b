// Writing a template.
import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { type Template, createTemplate, replaceTemplate, templatesChanged } from "@/api/templates";
import { FieldRows } from "@/pages/job/wizard/FieldRows";
import { type FieldDraft, emptyField, faultOf, fromTemplate, toTemplate, written } from "@/pages/job/wizard/fields";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Refusal } from "@/ui/states";

export function TemplateDialog({ template, onClose }: { template: Template | null; onClose: () => void }) {
  const [name, setName] = useState(template?.name ?? "");
  const [description, setDescription] = useState(template?.description ?? "");
  const [isPublic, setPublic] = useState(template?.is_public ?? true);
  const [drafts, setDrafts] = useState<FieldDraft[]>(() => (template ? fromTemplate(template.fields) : [emptyField()]));
  const saving = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description: description.trim() || null, fields: toTemplate(drafts), is_public: isPublic };
      return template ? replaceTemplate(template.id, body) : createTemplate(body);
    },
    onSuccess: async () => {
      await templatesChanged();
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  const ready = name.trim() !== "" && written(drafts).length > 0 && drafts.every((draft) => faultOf(draft, drafts) === undefined);
  return (
    <Dialog title={template ? "Template" : "New template"} onClose={onClose} wide>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name">{(ids) => <Input {...ids} required maxLength={200} placeholder="invoices" value={name} onChange={(event) => setName(event.target.value)} />}</Field>
          <Field label="Description">{(ids) => <Input {...ids} value={description} onChange={(event) => setDescription(event.target.value)} />}</Field>
        </div>
        <div className="rounded-lg border border-line">
          <FieldRows drafts={drafts} onChange={setDrafts} />
        </div>
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={isPublic} onChange={(event) => setPublic(event.target.checked)} className="size-4 accent-accent-strong" />
          Everyone here may use it
        </label>
        <Refusal error={saving.error} />
        <Button look="primary" type="submit" disabled={!ready || saving.isPending} className="self-start">
          Save
        </Button>
      </form>
    </Dialog>
  );
}
