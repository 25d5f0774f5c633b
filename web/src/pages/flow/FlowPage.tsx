// A flow: its graph, its latest runs, and running it.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Pencil, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { flowQueries } from "@/api/flows";
import type { Flow } from "@/domain/flow";
import { Graph } from "@/flow/Graph";
import { useKeys } from "@/layout/keys";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Live } from "@/ui/live";
import { MENU_ITEM, Menu } from "@/ui/menu";
import { Page, Panel } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Components } from "./Components";
import { DeleteFlow } from "./DeleteFlow";
import { FlowRuns } from "./FlowRuns";
import { RunFlow } from "./RunFlow";
import { useLiveFlow } from "./useLiveFlow";

export function FlowPage() {
  const { id } = useParams({ from: "/shell/flows/$id" });
  const flow = useQuery(flowQueries.one(id));
  if (flow.data) return <Whole flow={flow.data} />;
  return (
    <Page title="Flow">
      {flow.isError ? <Failure error={flow.error} what="the flow" retry={() => void flow.refetch()} /> : <Loading what="the flow" />}
    </Page>
  );
}

function Whole({ flow }: { flow: Flow }) {
  const { component } = useSearch({ from: "/shell/flows/$id" });
  const navigate = useNavigate();
  const live = useLiveFlow(flow.id);
  const runnable = flow.components.length > 0;
  const [asking, setAsking] = useState<"run" | "delete" | null>(null);
  useKeys([
    { keys: "r", does: "Run the flow", run: () => runnable && setAsking("run") },
    { keys: "e", does: "Edit the flow", run: () => void navigate(paths.editFlow(flow.id)) },
  ]);
  const show = (id: string) => void navigate({ ...paths.flow(flow.id, id === component ? undefined : id), replace: true, resetScroll: false });
  const actions = (
    <>
      <Live state={live} />
      <Actions flow={flow} onRun={runnable ? () => setAsking("run") : undefined} onDelete={() => setAsking("delete")} />
    </>
  );
  return (
    <Page title={flow.name} heading={<span className="wrap-anywhere">{flow.name}</span>} actions={actions}>
      <FlowTabs id={flow.id} />
      {flow.description && <p className="max-w-prose whitespace-pre-wrap wrap-anywhere text-soft">{flow.description}</p>}
      {runnable ? (
        <Definition flow={flow} component={component} onSelect={show} />
      ) : (
        <Panel className="px-4 py-3 text-soft">
          It has no components: it runs elsewhere, and its runs are recorded here. Edit it to have it run here.
        </Panel>
      )}
      <FlowRuns flow={flow} onRun={runnable ? () => setAsking("run") : undefined} />
      {runnable && <Components flow={flow} open={component} onToggle={show} />}
      {asking === "run" && <RunFlow flow={flow} onClose={() => setAsking(null)} />}
      {asking === "delete" && <DeleteFlow flow={flow} onClose={() => setAsking(null)} />}
    </Page>
  );
}

interface ActionsProps {
  flow: Flow;
  /** Not there for a flow that cannot run here. */
  onRun: (() => void) | undefined;
  onDelete: () => void;
}

function Actions({ flow, onRun, onDelete }: ActionsProps) {
  return (
    <>
      <Link {...paths.editFlow(flow.id)} className={buttonClass()}>
        <Pencil aria-hidden /> Edit
      </Link>
      {onRun && (
        <Button look="primary" onClick={onRun}>
          <Play aria-hidden /> Run…
        </Button>
      )}
      <Menu label="More">
        <Button className={MENU_ITEM} onClick={onDelete}>
          <Trash2 aria-hidden /> Delete…
        </Button>
      </Menu>
    </>
  );
}

function FlowTabs({ id }: { id: string }) {
  const tabs = [
    { key: "flow", to: paths.flow(id), words: "Flow" },
    { key: "timeline", to: paths.taskTimeline(id), words: "Timeline" },
  ];
  return <Tabs label="Parts of the flow" tabs={tabs} shown="flow" />;
}

interface DefinitionProps {
  flow: Flow;
  /** The id of the component that is open. */
  component: string | undefined;
  onSelect: (id: string) => void;
}

function Definition({ flow, component, onSelect }: DefinitionProps) {
  const select = (id: string) => {
    onSelect(id);
    const opened = `[data-component="${CSS.escape(id)}"]`;
    requestAnimationFrame(() => document.querySelector(opened)?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <Panel aria-label="Graph">
      <Graph
        label={`Graph of ${flow.name}`}
        className="h-[clamp(15rem,38dvh,30rem)]"
        nodes={flow.components.map(({ id, name }) => ({ key: id, title: name, note: name === id ? "" : id }))}
        edges={flow.edges}
        selected={component ?? null}
        onSelect={select}
      />
    </Panel>
  );
}
