// Edit and rerun: a run's code, packages and inputs to change, the change shown, then a new run.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeft, GitCompare, Play } from "lucide-react";
import { useState } from "react";
import { rerun, runQueries, runsChanged } from "@/api/runs";
import type { Run } from "@/domain/run";
import { DraftFields } from "@/form/DraftFields";
import { draftOf, inputsError, rerunBody } from "@/form/draft";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Page, Panel } from "@/ui/page";
import { Failure, Loading, Refusal } from "@/ui/states";
import { Changes } from "./Changes";

export function EditPage() {
  const { id } = useParams({ from: "/shell/runs/$id/edit" });
  // What is edited does not change under the hands of the reader.
  const run = useQuery({ ...runQueries.whole(id), refetchOnWindowFocus: false });
  // A flow has no program of its own: its components are edited.
  if (run.data?.kind === "flow") return <Navigate {...paths.resume(id)} replace />;
  if (run.data) return <Edit key={id} run={run.data} />;
  return (
    <Page title="Edit and rerun">
      {run.isError ? <Failure error={run.error} what="the run" retry={() => void run.refetch()} /> : <Loading what="the run" />}
    </Page>
  );
}

function Edit({ run }: { run: Run }) {
  const [before] = useState(() => draftOf(run));
  const [draft, setDraft] = useState(before);
  const [reviewing, setReviewing] = useState(false);
  const navigate = useNavigate();
  const starting = useMutation({
    mutationFn: () => rerun(run.id, rerunBody(before, draft)),
    onSuccess: async (made) => {
      void runsChanged();
      await navigate(paths.run(made.runId));
    },
  });
  const ready = draft.code.trim() !== "" && inputsError(draft.inputs) === undefined;
  const heading = (
    <>
      Edit and rerun{" "}
      <Link {...paths.run(run.id)} className="text-accent underline">
        {run.task_name} #{run.number}
      </Link>
    </>
  );
  return (
    <Page title={`Edit and rerun ${run.task_name} #${run.number}`} heading={heading}>
      <Panel className="flex flex-col gap-4 p-4">
        {reviewing ? (
          <Changes before={before} after={draft} number={run.number} />
        ) : (
          <DraftFields draft={draft} onChange={setDraft} />
        )}
        <Refusal error={starting.error} />
        <div className="flex flex-wrap gap-2">
          {reviewing ? (
            <>
              <Button look="primary" disabled={starting.isPending} onClick={() => starting.mutate()}>
                <Play aria-hidden /> Start the run
              </Button>
              <Button onClick={() => setReviewing(false)}>
                <ArrowLeft aria-hidden /> Back to the editor
              </Button>
            </>
          ) : (
            <Button look="primary" disabled={!ready} onClick={() => setReviewing(true)}>
              <GitCompare aria-hidden /> Review the changes
            </Button>
          )}
          <Link {...paths.run(run.id)} className={buttonClass("quiet")}>
            Leave it
          </Link>
        </div>
      </Panel>
    </Page>
  );
}
