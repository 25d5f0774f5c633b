// Going on from a run of a flow: from which component, with which code; what is run is told first.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { runFlow } from "@/api/flows";
import { runQueries, runsChanged } from "@/api/runs";
import { type Run, runCan } from "@/domain/run";
import { inputsError } from "@/form/draft";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Field, Select, TextArea } from "@/ui/field";
import { LeaveGuard } from "@/ui/leave";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading, Refusal } from "@/ui/states";
import { EditedComponents } from "./EditedComponents";
import { Plan } from "./Plan";
import { useResume } from "./useResume";

export function ResumePage() {
  const { id } = useParams({ from: "/shell/runs/$id/resume" });
  // What is edited does not change under the hands of the writer.
  const run = useQuery({ ...runQueries.whole(id), refetchOnWindowFocus: false });
  if (run.data && runCan.resume(run.data)) return <Resume key={id} run={run.data} />;
  return (
    <Page title="Run again from here">
      {run.data && <NotYet run={run.data} />}
      {run.isError && <Failure error={run.error} what="the run" retry={() => void run.refetch()} />}
      {run.isPending && <Loading what="the run" />}
    </Page>
  );
}

function NotYet({ run }: { run: Run }) {
  return (
    <Empty title="This run cannot be gone on from">
      <p>One goes on from a run of a flow that ran here and has ended. Cancel it first where it goes on.</p>
      <Link {...paths.run(run.id)} className={buttonClass()}>
        To the run
      </Link>
    </Empty>
  );
}

function Resume({ run }: { run: Run }) {
  const { from } = useSearch({ from: "/shell/runs/$id/resume" });
  const navigate = useNavigate();
  const edit = useResume(run, from);
  const starting = useMutation({
    mutationFn: () => runFlow(run.task_id, { ...edit.body, trigger_type: "rerun" }),
    onSuccess: async (made) => {
      void runsChanged();
      await navigate({ ...paths.run(made.id), ignoreBlocker: true });
    },
  });
  const components = run.snapshot.components ?? [];
  const heading = (
    <>
      {from === undefined ? "Go on from" : "Run again from a component of"}{" "}
      <Link {...paths.run(run.id)} className="text-accent underline">
        {run.task_name} #{run.number}
      </Link>
    </>
  );
  return (
    <Page title={`Go on from ${run.task_name} #${run.number}`} heading={heading}>
      <LeaveGuard dirty={edit.isChanged} what="this run" />
      <Panel aria-label="From where" className="grid gap-4 p-4 md:grid-cols-2">
        <Field label="Begin with" hint="It and all that need it are run, and so is what did not succeed">
          {(ids) => (
            <Select {...ids} value={from ?? ""} onChange={(event) => void navigate({ ...paths.resume(run.id, event.target.value), replace: true, resetScroll: false })}>
              <option value="">What did not succeed</option>
              {components.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name === id ? id : `${name} (${id})`}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Inputs of the run" hint="With others every component is run" error={inputsError(edit.inputs)}>
          {(ids) => <TextArea {...ids} rows={3} value={edit.inputs} onChange={(event) => edit.setInputs(event.target.value)} />}
        </Field>
      </Panel>
      <Plan flow={run.task_id} body={edit.isRight ? edit.body : null} components={components} />
      <EditedComponents edit={edit} first={from} />
      <Refusal error={starting.error} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={!edit.isRight || starting.isPending} onClick={() => starting.mutate()}>
          <Play aria-hidden /> {starting.isPending ? "Starting…" : "Start the run"}
        </Button>
        <Link {...paths.run(run.id)} className={buttonClass("quiet")}>
          Leave it
        </Link>
      </div>
    </Page>
  );
}
