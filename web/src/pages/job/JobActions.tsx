// What can be done with a run of a job, and with the job.
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { CopyPlus, OctagonX, Pencil, Trash2, Zap } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { type Job, type JobRun, cancelJob, deleteJob, jobChanged, renameJob } from "@/api/jobs";
import { queryClient } from "@/api/query";
import { jobCan } from "@/domain/job";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { DeleteDialog } from "@/ui/deleting";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { MENU_ITEM, Menu } from "@/ui/menu";
import { Refusal } from "@/ui/states";
import { NewRun } from "./NewRun";

export function JobActions({ job, run }: { job: Job; run: JobRun }) {
  const [asking, setAsking] = useState<"run" | "rename" | "delete" | null>(null);
  const cancelling = useMutation({ mutationFn: () => cancelJob(job.id, run.id), onSettled: () => jobChanged(job.id) });
  const close = () => setAsking(null);
  return (
    <>
      {jobCan.cancel(run) && (
        <Button disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>
          <OctagonX aria-hidden /> Cancel
        </Button>
      )}
      <Button onClick={() => setAsking("run")}>
        <CopyPlus aria-hidden /> New run…
      </Button>
      <Menu label="More">
        <Button className={MENU_ITEM} onClick={() => setAsking("rename")}>
          <Pencil aria-hidden /> Rename…
        </Button>
        <Link {...paths.newAutomation(job.id)} className={buttonClass("plain", MENU_ITEM)}>
          <Zap aria-hidden /> Automate…
        </Link>
        <Button className={MENU_ITEM} onClick={() => setAsking("delete")}>
          <Trash2 aria-hidden /> Delete…
        </Button>
      </Menu>
      {asking === "run" && <NewRun job={job} run={run} onClose={close} />}
      {asking === "rename" && <Rename job={job} onClose={close} />}
      {asking === "delete" && <Delete job={job} onClose={close} />}
    </>
  );
}

function Rename({ job, onClose }: { job: Job; onClose: () => void }) {
  const [name, setName] = useState(job.name);
  const renaming = useMutation({
    mutationFn: () => renameJob(job.id, name.trim()),
    onSuccess: async () => {
      await jobChanged(job.id);
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    renaming.mutate();
  };
  return (
    <Dialog title="Rename the job" onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name">{(ids) => <Input {...ids} autoFocus required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />}</Field>
        <Refusal error={renaming.error} />
        <Button look="primary" type="submit" disabled={name.trim() === "" || renaming.isPending} className="self-start">
          Rename it
        </Button>
      </form>
    </Dialog>
  );
}

function Delete({ job, onClose }: { job: Job; onClose: () => void }) {
  const navigate = useNavigate();
  const leave = async () => {
    await navigate({ ...paths.jobs(), replace: true });
    queryClient.removeQueries({ queryKey: ["jobs"] });
  };
  return (
    <DeleteDialog name={job.name} remove={() => deleteJob(job.id)} onDeleted={leave} onClose={onClose}>
      The job goes with every run: files, fields, results, corrections, exports and logs. Nothing brings them back.
    </DeleteDialog>
  );
}
