// Setting up a run: its files, its fields, and a last look.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type JobRun, jobChanged, putStep } from "@/api/jobs";
import { STEPS } from "@/domain/job";
import { paths } from "@/paths";
import { Refusal } from "@/ui/states";
import { FieldsStep } from "./FieldsStep";
import { ReviewStep } from "./ReviewStep";
import { type Step, Steps } from "./Steps";
import { UploadStep } from "./UploadStep";

interface WizardProps {
  run: JobRun;
  /** The step that the address names. */
  step: Step | undefined;
}

export function Wizard({ run, step }: WizardProps) {
  const navigate = useNavigate();
  const reached = run.config_step === "submitted" ? "review" : run.config_step;
  // No step is shown that the run has not come to.
  const at = step && STEPS.indexOf(step) <= STEPS.indexOf(reached) ? step : reached;
  const show = (next: Step) => void navigate(paths.job(run.job_id, { run: run.id, step: next }));
  const going = useMutation({
    mutationFn: async (next: Step) => {
      if (STEPS.indexOf(next) > STEPS.indexOf(reached)) await putStep(run.job_id, run.id, next);
      await jobChanged(run.job_id);
      return next;
    },
    onSuccess: show,
  });
  return (
    <>
      <Steps at={at} reached={reached} onGo={show} />
      <Refusal error={going.error} />
      {at === "upload" && <UploadStep run={run} onNext={() => going.mutate("fields")} />}
      {at === "fields" && <FieldsStep key={run.id} run={run} onNext={() => going.mutate("review")} />}
      {at === "review" && <ReviewStep run={run} />}
    </>
  );
}
