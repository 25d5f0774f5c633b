// Submitting a task: its code, its packages, its inputs.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Play } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { runsChanged } from "@/api/runs";
import { type SubmitBody, submitTask } from "@/api/tasks";
import { DraftFields } from "@/form/DraftFields";
import { type Draft, EMPTY, inputsError, parseInputs } from "@/form/draft";
import { EXAMPLES } from "@/form/examples";
import { parseTags } from "@/form/tags";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Page, Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";

interface About {
  name: string;
  tags: string;
  /** In seconds; empty for none. */
  limit: string;
}

export function SubmitPage() {
  const [draft, setDraft] = useState<Draft>(EXAMPLES[0]?.draft ?? EMPTY);
  const [about, setAbout] = useState<About>({ name: "", tags: "", limit: "" });
  const navigate = useNavigate();
  const submitting = useMutation({
    mutationFn: () => submitTask(bodyOf(draft, about)),
    onSuccess: async (made) => {
      void runsChanged();
      await navigate(paths.run(made.runId));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    submitting.mutate();
  };
  const ready = draft.code.trim() !== "" && inputsError(draft.inputs) === undefined;
  return (
    <Page title="Submit a task">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-soft">Begin with:</span>
        {EXAMPLES.map((example) => (
          <Button key={example.title} onClick={() => setDraft(example.draft)}>
            {example.title}
          </Button>
        ))}
      </div>
      <Panel className="p-4">
        <form onSubmit={submit} className="flex flex-col gap-4">
          <AboutFields about={about} onChange={setAbout} />
          <DraftFields draft={draft} onChange={setDraft} />
          <Refusal error={submitting.error} />
          <Button look="primary" type="submit" disabled={!ready || submitting.isPending} className="self-start">
            <Play aria-hidden /> Run it
          </Button>
        </form>
      </Panel>
    </Page>
  );
}

function AboutFields({ about, onChange }: { about: About; onChange: (about: About) => void }) {
  const set = (part: keyof About) => (event: { target: { value: string } }) =>
    onChange({ ...about, [part]: event.target.value });
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Name" hint="What the task is called in lists">
        {(ids) => <Input {...ids} maxLength={200} placeholder="nightly report" value={about.name} onChange={set("name")} />}
      </Field>
      <Field label="Tags" hint="Separated by commas">
        {(ids) => <Input {...ids} placeholder="prod, etl" value={about.tags} onChange={set("tags")} />}
      </Field>
      <Field label="Time limit in seconds" hint="None if empty">
        {(ids) => <Input {...ids} type="number" min={1} step="any" value={about.limit} onChange={set("limit")} />}
      </Field>
    </div>
  );
}

function bodyOf(draft: Draft, about: About): SubmitBody {
  const body: SubmitBody = { pythonCode: draft.code, inputs: parseInputs(draft.inputs) };
  if (about.name.trim()) body.name = about.name.trim();
  if (draft.dependencies.trim()) body.dependencies = draft.dependencies;
  if (draft.requirements.trim()) body.requirementsFile = draft.requirements;
  if (about.limit) body.timeoutSeconds = Number(about.limit);
  body.tags = parseTags(about.tags);
  return body;
}
