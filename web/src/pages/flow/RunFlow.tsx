// Running a flow: the inputs that every component reads.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { runFlow } from "@/api/flows";
import { runQueries, runsChanged } from "@/api/runs";
import type { Flow } from "@/domain/flow";
import { draftOf, inputsError, parseInputs } from "@/form/draft";
import { parseTags } from "@/form/tags";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Input, TextArea } from "@/ui/field";
import { Refusal } from "@/ui/states";

export function RunFlow({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const [inputs, setInputs] = useState("");
  const [tags, setTags] = useState("");
  const navigate = useNavigate();
  const before = useQuery({ ...runQueries.whole(flow.latest_run?.id ?? ""), enabled: flow.latest_run != null }).data;
  const last = before ? draftOf(before).inputs : "";
  const running = useMutation({
    mutationFn: () => runFlow(flow.id, { inputs: parseInputs(inputs), tags: parseTags(tags), trigger_type: "manual" }),
    onSuccess: async (run) => {
      void runsChanged();
      await navigate(paths.run(run.id));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    running.mutate();
  };
  return (
    <Dialog title={`Run ${flow.name}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Inputs" hint={'A JSON object that every component reads, such as {"day": "2026-11-21"}'} error={inputsError(inputs)}>
          {(ids) => <TextArea {...ids} rows={6} value={inputs} onChange={(event) => setInputs(event.target.value)} />}
        </Field>
        {last !== "" && last !== inputs && (
          <Button look="quiet" className="self-start" onClick={() => setInputs(last)}>
            As in run #{flow.latest_run?.number}
          </Button>
        )}
        <Field label="Tags" hint="Separated by commas">
          {(ids) => <Input {...ids} value={tags} onChange={(event) => setTags(event.target.value)} />}
        </Field>
        <Refusal error={running.error} />
        <Button look="primary" type="submit" className="self-start" disabled={running.isPending || inputsError(inputs) !== undefined}>
          <Play aria-hidden /> Start the run
        </Button>
      </form>
    </Dialog>
  );
}
