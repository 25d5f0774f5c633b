// The last step: what will be done, folder by folder, before it is.
import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useState } from "react";
import { type JobRun, jobChanged, putFields, submitJob } from "@/api/jobs";
import { type Folder, MODE_WORDS, type Mode, foldersOf } from "@/domain/job";
import { count } from "@/domain/time";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { Preview } from "./Preview";
import { TYPE_WORDS } from "./types";

const MODES: readonly Mode[] = ["individual", "combined"];

export function ReviewStep({ run }: { run: JobRun }) {
  const [persist, setPersist] = useState(run.persist_data);
  const changing = useMutation({
    mutationFn: (modes: Record<string, Mode>) =>
      putFields(run.job_id, run.id, { fields: run.job_fields, processing_modes: modes, ...(run.template_id != null && { template_id: run.template_id }) }),
    onSettled: () => jobChanged(run.job_id),
  });
  const submitting = useMutation({
    mutationFn: () => submitJob(run.job_id, run.id, persist),
    onSettled: () => jobChanged(run.job_id),
  });
  const folders = foldersOf(run.extraction_tasks);
  const choose = (path: string, mode: Mode) => changing.mutate(Object.fromEntries(folders.map((folder) => [folder.path, folder.path === path ? mode : folder.mode])));
  const files = folders.reduce((sum, folder) => sum + folder.files, 0);
  return (
    <>
      <div className="grid gap-3 lg:grid-cols-2">
        <Panel aria-label="Documents">
          <h2 className="border-b border-line px-4 py-2 font-semibold">
            {count(files)} {files === 1 ? "document" : "documents"}
          </h2>
          <ul className="divide-y divide-line">
            {folders.map((folder) => (
              <FolderRow key={folder.path} folder={folder} disabled={changing.isPending} onChoose={(mode) => choose(folder.path, mode)} />
            ))}
          </ul>
        </Panel>
        <Panel aria-label="Fields">
          <h2 className="border-b border-line px-4 py-2 font-semibold">
            {count(run.job_fields.length)} {run.job_fields.length === 1 ? "field" : "fields"}
          </h2>
          <ol className="divide-y divide-line">
            {run.job_fields.map((field) => (
              <li key={field.field_name} className="flex flex-wrap justify-between gap-x-4 px-4 py-2">
                <span className="font-medium wrap-anywhere">{field.field_name}</span>
                <span className="text-soft">{TYPE_WORDS[field.data_type_id]}</span>
                {field.ai_prompt && <span className="basis-full text-xs wrap-anywhere text-soft">{field.ai_prompt}</span>}
              </li>
            ))}
          </ol>
        </Panel>
      </div>
      <Preview run={run} />
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={persist} onChange={(event) => setPersist(event.target.checked)} className="size-4 accent-accent-strong" />
        Keep its files and results; otherwise they go a while after it has ended
      </label>
      <Refusal error={changing.error ?? submitting.error} />
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={changing.isPending || submitting.isPending} onClick={() => submitting.mutate()}>
          <Play aria-hidden /> Run it
        </Button>
        <span className="nums text-soft">{tasksTold(run.extraction_tasks.length)}</span>
      </div>
    </>
  );
}

function tasksTold(tasks: number): string {
  return tasks === 1 ? "1 task; nothing of it changes after" : `${count(tasks)} tasks; nothing of them changes after`;
}

function FolderRow({ folder, disabled, onChoose }: { folder: Folder; disabled: boolean; onChoose: (mode: Mode) => void }) {
  const where = folder.path === "" ? "Files in no folder" : folder.path;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span className="min-w-32 flex-1 font-medium wrap-anywhere">{where}</span>
      <span className="nums text-soft">
        {count(folder.files)} {folder.files === 1 ? "file" : "files"}
      </span>
      <Select aria-label={`How ${where} is read`} value={folder.mode} disabled={disabled} onChange={(event) => onChoose(event.target.value as Mode)}>
        {MODES.map((mode) => (
          <option key={mode} value={mode}>
            {MODE_WORDS[mode]}
          </option>
        ))}
      </Select>
    </li>
  );
}
