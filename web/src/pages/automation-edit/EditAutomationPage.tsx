// Writing an automation, a new one or one that is there.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { type AutomationBody, type Automation, automationQueries, automationsChanged, createAutomation, replaceAutomation } from "@/api/automations";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { LeaveGuard } from "@/ui/leave";
import { Page } from "@/ui/page";
import { Failure, Loading, Refusal } from "@/ui/states";
import { type Draft, bodyOf, draftOf, isReady, newDraft } from "./draft";
import { DraftForm } from "./DraftForm";

export function NewAutomationPage() {
  const { job = "" } = useSearch({ from: "/shell/automations/new" });
  return <Form title="New automation" first={newDraft(job)} save={createAutomation} does="Make it" />;
}

export function EditAutomationPage() {
  const { id } = useParams({ from: "/shell/automations/$id/edit" });
  const found = useQuery({ ...automationQueries.one(id), staleTime: "static" });
  if (found.data) return <Form key={id} title={`Edit ${found.data.name}`} first={draftOf(found.data)} save={(body) => replaceAutomation(id, body)} does="Save" />;
  return (
    <Page title="Automation">
      {found.isError ? <Failure error={found.error} what="the automation" retry={() => void found.refetch()} /> : <Loading what="the automation" />}
    </Page>
  );
}

interface FormProps {
  title: string;
  first: Draft;
  save: (body: AutomationBody) => Promise<Automation>;
  /** What the button says. */
  does: string;
}

function Form({ title, first, save, does }: FormProps) {
  const [begun] = useState(first);
  const [draft, setDraft] = useState(begun);
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: () => save(bodyOf(draft)),
    onSuccess: async ({ id }) => {
      await automationsChanged();
      await navigate(paths.automation(id));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Page title={title} heading={<span className="wrap-anywhere">{title}</span>}>
      <form onSubmit={submit} className="flex max-w-5xl flex-col gap-3">
        <DraftForm draft={draft} onChange={setDraft} />
        <Refusal error={saving.error} />
        <Button look="primary" type="submit" disabled={!isReady(draft) || saving.isPending} className="self-start">
          {does}
        </Button>
      </form>
      <LeaveGuard dirty={draft !== begun && (saving.isIdle || saving.isError)} what="this automation" />
    </Page>
  );
}
