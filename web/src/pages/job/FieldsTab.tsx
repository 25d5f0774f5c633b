// What a run looked for.
import type { JobRun } from "@/api/jobs";
import { Panel } from "@/ui/page";
import { TYPE_WORDS } from "./wizard/types";

export function FieldsTab({ run }: { run: JobRun }) {
  return (
    <Panel aria-label="Fields">
      <ol className="divide-y divide-line">
        {run.job_fields.map((field) => (
          <li key={field.field_name} className="grid gap-x-4 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_12rem_minmax(0,2fr)]">
            <span className="font-medium wrap-anywhere">{field.field_name}</span>
            <span className="text-soft">{TYPE_WORDS[field.data_type_id]}</span>
            <span className="wrap-anywhere text-soft">{field.ai_prompt}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
