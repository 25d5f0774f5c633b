// An act on many runs: what it will do is said first, then how far it is.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type BulkAnswer, type BulkBody, actOnRuns, bulkQueries } from "@/api/bulk";
import { isStatus } from "@/api/problem";
import { runsChanged } from "@/api/runs";
import { bytes, count } from "@/domain/time";
import { parseTags } from "@/form/tags";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { Loading, Refusal } from "@/ui/states";

export type BulkAction = "cancel" | "tag" | "pin" | "delete";

const WORDS: Record<BulkAction, { title: string; does: string; did: string }> = {
  cancel: { title: "Cancel runs", does: "Cancel", did: "cancelled" },
  tag: { title: "Tag runs", does: "Tag", did: "tagged" },
  pin: { title: "Pin runs", does: "Pin", did: "pinned" },
  delete: { title: "Delete runs", does: "Delete", did: "deleted" },
};

interface BulkDialogProps {
  action: BulkAction;
  runs: Pick<BulkBody, "ids" | "filter">;
  onClose: () => void;
  onDone: () => void;
}

export function BulkDialog({ action, runs, onClose, onDone }: BulkDialogProps) {
  const [text, setText] = useState("");
  const tags = parseTags(text);
  const body: BulkBody = { action, ...runs, ...(action === "tag" && { tags }) };
  const ready = action !== "tag" || tags.length > 0;
  const plan = useQuery({ ...bulkQueries.planned(body), enabled: ready });
  const acting = useMutation({
    mutationFn: (expected: number) => actOnRuns(body, expected),
    onSuccess: () => void runsChanged(),
    // There are more or fewer by now: what goes is told anew.
    onError: (error) => isStatus(error, 409) && void plan.refetch(),
  });
  const close = () => {
    if (acting.isSuccess) onDone();
    onClose();
  };
  const affected = plan.data?.affected ?? 0;
  return (
    <Dialog title={WORDS[action].title} onClose={close}>
      <div className="flex flex-col gap-3">
        {acting.data ? (
          <Outcome action={action} answer={acting.data} />
        ) : (
          <>
            {action === "tag" && (
              <Field label="Tags to add" hint="Separated by commas">
                {(ids) => <Input {...ids} value={text} onChange={(event) => setText(event.target.value)} />}
              </Field>
            )}
            {plan.isLoading && <Loading what="what would be done" rows={2} />}
            <Refusal error={acting.error ?? plan.error} />
            {plan.data && <Plan action={action} plan={plan.data} />}
          </>
        )}
        <div className="flex gap-2">
          {!acting.isSuccess && (
            <Button
              look={action === "delete" || action === "cancel" ? "danger" : "primary"}
              disabled={!plan.isSuccess || affected === 0 || acting.isPending}
              onClick={() => acting.mutate(affected)}
            >
              {WORDS[action].does} {count(affected)} {affected === 1 ? "run" : "runs"}
            </Button>
          )}
          <Button look="quiet" onClick={close}>
            {acting.isSuccess ? "Close" : "Leave them"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Plan({ action, plan }: { action: BulkAction; plan: BulkAnswer }) {
  const { not_ended, pinned, unchanged, unknown } = plan.skips;
  const skips = [
    [not_ended, "that have not ended"],
    [pinned, "that are pinned"],
    [unchanged, action === "cancel" ? "that have ended" : "that are so already"],
    [unknown, "that are gone"],
  ] as const;
  return (
    <ul className="list-disc pl-5">
      <li>
        <strong className="nums font-medium">{count(plan.affected)}</strong> of {count(plan.matched)} runs will be {WORDS[action].did}.
      </li>
      {action === "delete" && plan.affected > 0 && (
        <li>
          With them go {bytes(plan.log_bytes)} of logs and {bytes(plan.file_bytes)} of files. Nothing brings them back.
        </li>
      )}
      {skips.map(
        ([many, which]) =>
          many > 0 && (
            <li key={which} className="text-soft">
              {count(many)} {which} are left alone.
            </li>
          ),
      )}
      {!plan.complete && <li className="text-warn">That is as many as can be done at once; there are more.</li>}
    </ul>
  );
}

function Outcome({ action, answer }: { action: BulkAction; answer: BulkAnswer }) {
  const background = answer.state === "running";
  const asked = useQuery({ ...bulkQueries.progress(answer.id ?? ""), enabled: background && answer.id != null });
  const now = asked.data ?? answer;
  return (
    <div role="status">
      <p>
        {count(now.changed)} of {count(now.affected)} runs are {WORDS[action].did}
        {now.state === "running" ? ", and it goes on by itself…" : "."}
      </p>
      {now.failed > 0 && (
        <p className="text-bad">
          {count(now.failed)} could not be: {now.error}
        </p>
      )}
    </div>
  );
}
