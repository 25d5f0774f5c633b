// Writing a flow: as a graph, as a list or as JSON, with the chosen component beside it.
import { Link, type LinkProps, useNavigate, useSearch } from "@tanstack/react-router";
import { Braces, List, Plus, Save, Workflow } from "lucide-react";
import { useState } from "react";
import type { FlowBody } from "@/api/flows";
import type { Flow } from "@/domain/flow";
import type { FlowDraft } from "@/flow/draft";
import { Button, buttonClass } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Field, Input } from "@/ui/field";
import { LeaveGuard } from "@/ui/leave";
import { Page, Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { Chosen } from "./Chosen";
import { EditGraph } from "./EditGraph";
import { EditList } from "./EditList";
import { JsonText } from "./JsonText";
import { EDIT_VIEWS, type EditView } from "./search";
import { type Draft, useDraft } from "./useDraft";

interface EditorProps {
  title: string;
  before: FlowDraft;
  save: (body: FlowBody) => Promise<Flow>;
  /** Where one goes without saving. */
  leave: LinkProps;
}

export function Editor({ title, before, save, leave }: EditorProps) {
  const { view: asked = usualView() } = useSearch({ strict: false });
  const edit = useDraft(before, save);
  const view = asked === "json" && !edit.isWritable ? "list" : asked;
  // A text that is no flow is kept until it is mended or given up.
  const [broken, setBroken] = useState(false);
  const unnamed = edit.draft.name.trim() === "";
  const actions = (
    <>
      <Link {...leave} className={buttonClass("quiet")}>
        Leave
      </Link>
      <Button look="primary" disabled={!edit.canSave || broken} onClick={edit.save} title={unnamed ? "The flow needs a name" : undefined}>
        <Save aria-hidden /> {edit.saving ? "Saving…" : "Save the flow"}
      </Button>
    </>
  );
  return (
    <Page title={title} actions={actions}>
      <LeaveGuard dirty={edit.dirty || broken} what="this flow" />
      <Refusal error={edit.error} />
      <About edit={edit} />
      <div className={cx("grid items-start gap-3", view !== "json" && "xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]")}>
        <Panel aria-label="The flow" className="xl:sticky xl:top-3">
          <Views view={view} locked={lockOf(broken, edit)} onAdd={view === "json" ? undefined : () => edit.add()} />
          <FlowFaults edit={edit} />
          {view === "graph" && <EditGraph edit={edit} />}
          {view === "list" && <EditList edit={edit} />}
          {view === "json" && <JsonText edit={edit} onBroken={setBroken} />}
        </Panel>
        {view !== "json" && edit.component && <Chosen key={edit.component.key} edit={edit} component={edit.component} />}
      </div>
    </Page>
  );
}

/** On a narrow screen a list says more than a graph. */
function usualView(): EditView {
  return window.innerWidth < 640 ? "list" : "graph";
}

function About({ edit: { draft, setDraft, faults } }: { edit: Draft }) {
  const of = (field: string) => faults.find((fault) => fault.key === null && fault.field === field)?.message;
  return (
    <Panel aria-label="About the flow" className="grid gap-4 p-4 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Field label="Name of the flow" hint="What it is called in lists" error={of("name")}>
        {(ids) => <Input {...ids} maxLength={200} placeholder="nightly report" value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />}
      </Field>
      <Field label="What it is for" hint="In a sentence or two" error={of("description")}>
        {(ids) => <Input {...ids} maxLength={10_000} value={draft.description} onChange={(event) => setDraft({ ...draft, description: event.target.value })} />}
      </Field>
    </Panel>
  );
}

const VIEWS: Record<EditView, { word: string; Icon: typeof List }> = {
  graph: { word: "Graph", Icon: Workflow },
  list: { word: "List", Icon: List },
  json: { word: "JSON", Icon: Braces },
};

type Lock = (view: EditView) => string | undefined;

/** Why a view cannot be gone to. */
function lockOf(broken: boolean, edit: Draft): Lock {
  return (view) => {
    if (broken && view !== "json") return "The JSON has to be mended first";
    if (!edit.isWritable && view === "json") return "Inputs and numbers have to be mended first";
    return undefined;
  };
}

function Views({ view, locked, onAdd }: { view: EditView; locked: Lock; onAdd: (() => void) | undefined }) {
  const navigate = useNavigate();
  const go = (next: EditView) => void navigate({ to: ".", search: { view: next }, replace: true, resetScroll: false });
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      <div role="group" aria-label="Show the flow as" className="flex rounded-md border border-line p-0.5">
        {EDIT_VIEWS.map((known) => {
          const { word, Icon } = VIEWS[known];
          return (
            <Button
              key={known}
              look="quiet"
              aria-pressed={known === view}
              disabled={locked(known) !== undefined}
              title={locked(known)}
              onClick={() => go(known)}
              className="min-h-7 py-0 aria-pressed:bg-raised aria-pressed:text-text"
            >
              <Icon aria-hidden /> {word}
            </Button>
          );
        })}
      </div>
      {onAdd && (
        <Button className="ml-auto" onClick={onAdd}>
          <Plus aria-hidden /> Add a component
        </Button>
      )}
    </div>
  );
}

/** What is wrong with the flow as a whole. */
function FlowFaults({ edit }: { edit: Draft }) {
  const faults = edit.faults.filter(({ key, field }) => key === null && (field === "edges" || field === "components"));
  return (
    <div role="status">
      {faults.map(({ message }) => (
        <p key={message} className="border-b border-line bg-bad/10 px-3 py-2 text-bad">
          {message}
        </p>
      ))}
    </div>
  );
}
