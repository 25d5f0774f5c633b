// A value beside the table: where it stood, how sure it is, and what a person makes of it.
import { useMutation } from "@tanstack/react-query";
import { Check, Undo2, X } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { type JobRun, correct } from "@/api/jobs";
import { queryClient } from "@/api/query";
import { cellText } from "@/domain/job";
import { Button, IconButton } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { Time } from "@/ui/time";
import { type Cell, markOf, written } from "./cells";
import { MARKS, MarkSign } from "./MarkSign";
import { Where } from "./Where";

interface CellPanelProps {
  run: JobRun;
  cell: Cell;
  onClose: () => void;
}

export function CellPanel({ run, cell, onClose }: CellPanelProps) {
  return (
    <Panel aria-label="Evidence" className="flex flex-col gap-3 p-4 max-lg:sticky max-lg:bottom-14 max-lg:z-10 max-lg:max-h-[45dvh] max-lg:overflow-auto max-lg:shadow-lg md:max-lg:bottom-2 lg:sticky lg:top-3 lg:max-h-[calc(100dvh-1.5rem)] lg:overflow-auto">
      <div className="flex items-start justify-between gap-2">
        <h2 className="font-semibold wrap-anywhere">{cell.column}</h2>
        <IconButton label="Close" onClick={onClose} className="-my-1">
          <X aria-hidden />
        </IconButton>
      </div>
      <Value cell={cell} />
      <Where run={run} cell={cell} />
      <Correct run={run} cell={cell} />
    </Panel>
  );
}

function Value({ cell }: { cell: Cell }) {
  const mark = markOf(cell);
  return (
    <div className="flex flex-col gap-1">
      <p className="text-base font-medium whitespace-pre-wrap wrap-anywhere">{cellText(cell.value) || <span className="text-soft">Nothing was found</span>}</p>
      {mark && (
        <p className="nums flex items-center gap-2 text-xs text-soft">
          <MarkSign mark={mark} hidden /> {MARKS[mark].words}
          {mark !== "corrected" && cell.confidence !== null && `, ${Math.round(cell.confidence * 100)} %`}
        </p>
      )}
      {cell.correction && (
        <p className="text-xs text-soft">
          {cell.correction.user_id ? `By ${cell.correction.user_id} ` : ""}
          <Time at={cell.correction.corrected_at} />. The machine found: <span className="text-text">{cellText(cell.found) || "nothing"}</span>
        </p>
      )}
    </div>
  );
}

function Correct({ run, cell }: { run: JobRun; cell: Cell }) {
  const now = cellText(cell.value);
  const [text, setText] = useState(now);
  const { task, row } = cell.place;
  const correcting = useMutation({
    mutationFn: (value: unknown) => correct(run.job_id, run.id, task, { row, column: cell.column, value }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["jobs", "results", run.job_id, run.id] }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    correcting.mutate(written(text, cell.found));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-t border-line pt-3">
      <Field label="Correct it" hint="Kept beside what was found; exports take yours">
        {(ids) => <Input {...ids} data-correction value={text} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <Refusal error={correcting.error} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" type="submit" disabled={text === now || correcting.isPending}>
          <Check aria-hidden /> Keep
        </Button>
        {cell.correction && (
          <Button
            disabled={correcting.isPending}
            onClick={() => {
              setText(cellText(cell.found));
              correcting.mutate(cell.found);
            }}
          >
            <Undo2 aria-hidden /> As it was found
          </Button>
        )}
      </div>
    </form>
  );
}
