// A new run of a job: its fields come from a run or from a template, its files are its own.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CopyPlus } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { type Job, type JobRun, jobChanged, newJobRun } from "@/api/jobs";
import { templateQueries } from "@/api/templates";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Refusal } from "@/ui/states";

export function NewRun({ job, run, onClose }: { job: Job; run: JobRun; onClose: () => void }) {
  const navigate = useNavigate();
  const templates = useQuery(templateQueries.list).data ?? [];
  const [template, setTemplate] = useState("");
  const making = useMutation({
    mutationFn: () => newJobRun(job.id, template ? { template_id: template } : { clone_from_run_id: run.id }),
    onSuccess: async (made) => {
      onClose();
      await jobChanged(job.id);
      await navigate(paths.job(job.id, { run: made.job_run_id }));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Dialog title="New run" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p>It begins with the same fields and without files. Earlier runs keep their files and results.</p>
        <Field label="Fields from">
          {(ids) => (
            <Select {...ids} value={template} onChange={(event) => setTemplate(event.target.value)}>
              <option value="">This run, #{run.run_number}</option>
              {templates.map(({ id, name }) => (
                <option key={id} value={id}>
                  The template {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Refusal error={making.error} />
        <Button look="primary" type="submit" disabled={making.isPending} className="self-start">
          <CopyPlus aria-hidden /> Begin it
        </Button>
      </form>
    </Dialog>
  );
}
