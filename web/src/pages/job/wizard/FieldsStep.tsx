// The second step: what is looked for.
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, Save } from "lucide-react";
import { useState } from "react";
import { type JobRun, jobChanged, putFields } from "@/api/jobs";
import { Button } from "@/ui/button";
import { LeaveGuard } from "@/ui/leave";
import { Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { FieldRows } from "./FieldRows";
import { type FieldDraft, emptyField, faultOf, fromJob, fromTemplate, toJob, written } from "./fields";
import { TemplateBar } from "./TemplateBar";

interface FieldsStepProps {
  run: JobRun;
  onNext: () => void;
}

export function FieldsStep({ run, onNext }: FieldsStepProps) {
  const [drafts, setDrafts] = useState<FieldDraft[]>(() => (run.job_fields.length > 0 ? fromJob(run.job_fields) : [emptyField()]));
  const [template, setTemplate] = useState(run.template_id ?? null);
  const [dirty, setDirty] = useState(false);
  const change = (next: FieldDraft[]) => {
    setDrafts(next);
    setDirty(true);
  };
  const saving = useMutation({
    mutationFn: () => putFields(run.job_id, run.id, { fields: toJob(drafts), ...(template !== null && { template_id: template }) }),
    onSuccess: async () => {
      setDirty(false);
      await jobChanged(run.job_id);
    },
  });
  const ready = written(drafts).length > 0 && drafts.every((draft) => faultOf(draft, drafts) === undefined);
  return (
    <>
      <LeaveGuard dirty={dirty} what="the fields" byView />
      <TemplateBar
        drafts={drafts}
        chosen={template}
        onChoose={(chosen) => {
          change(fromTemplate(chosen.fields));
          setTemplate(chosen.id);
        }}
      />
      <Panel>
        <FieldRows drafts={drafts} onChange={change} />
      </Panel>
      <Refusal error={saving.error} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={!ready || saving.isPending} onClick={() => saving.mutate(undefined, { onSuccess: onNext })}>
          Next: review <ArrowRight aria-hidden />
        </Button>
        <Button disabled={!ready || !dirty || saving.isPending} onClick={() => saving.mutate()}>
          <Save aria-hidden /> Save
        </Button>
      </div>
      <p className="max-w-prose text-soft">
        The name of a field is the heading of its column, and the first thing that is looked for. Write beside it what else it is called in
        your documents, or where it stands. Alt with ↑ or ↓ moves a row.
      </p>
    </>
  );
}
