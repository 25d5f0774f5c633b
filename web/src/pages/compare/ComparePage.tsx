// Two runs side by side: what differs first, what is alike by name only.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeftRight } from "lucide-react";
import { type Comparison, runQueries } from "@/api/runs";
import { DiffView } from "@/editor/DiffView";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Differences } from "./Differences";
import { Heads } from "./Heads";
import { Logs } from "./Logs";
import { Timings } from "./Timings";

export function ComparePage() {
  const { a, b } = useSearch({ from: "/shell/compare" });
  const navigate = useNavigate();
  const found = useQuery({ ...runQueries.compared(a ?? "", b ?? ""), enabled: a !== undefined && b !== undefined });
  const actions = a !== undefined && b !== undefined && (
    <Button onClick={() => void navigate({ ...paths.compare(b, a), replace: true })}>
      <ArrowLeftRight aria-hidden /> Swap
    </Button>
  );
  return (
    <Page title="Compare two runs" actions={actions}>
      {(a === undefined || b === undefined) && <Unchosen />}
      {found.isLoading && <Loading what="both runs" />}
      {found.isError && <Failure error={found.error} what="the comparison" retry={() => void found.refetch()} />}
      {found.data && <Whole comparison={found.data} />}
    </Page>
  );
}

function Unchosen() {
  return (
    <Panel>
      <Empty title="Choose two runs">
        <p>
          A failed run has a button that compares it with the last success. Any two runs are compared by choosing them in
          the <Link {...paths.history()} className="text-accent underline">history</Link>.
        </p>
      </Empty>
    </Panel>
  );
}

const SECTIONS = [
  ["requested", "Packages asked for"],
  ["resolved", "Packages resolved"],
  ["inputs", "Inputs"],
  ["environment", "Environment"],
  ["outputs", "Outputs"],
  ["outcome", "Outcome"],
] as const;

function Whole({ comparison }: { comparison: Comparison }) {
  const { a, b, code, logs } = comparison;
  const alike = alikeParts(comparison);
  return (
    <>
      <Heads a={a} b={b} />
      {alike.length > 0 && (
        <p>
          <span className="text-soft">Alike:</span> {alike.join(", ")}
        </p>
      )}
      {code
        .filter((pair) => !pair.same)
        .map((pair) => (
          <Panel key={pair.node} aria-label={`Code of ${pair.node}`} className="flex flex-col gap-2 p-4">
            <h2 className="font-medium">
              Code <span className="font-normal text-soft">{code.length > 1 && pair.node}</span>
            </h2>
            <DiffView before={pair.a ?? ""} after={pair.b ?? ""} language="python" label={`Code of ${pair.node}`} />
          </Panel>
        ))}
      {SECTIONS.map(([name, title]) => (
        <Differences key={name} title={title} list={comparison[name]} a={a} b={b} />
      ))}
      <Timings nodes={comparison.nodes} a={a} b={b} />
      <Logs logs={logs ?? []} a={a} b={b} />
    </>
  );
}

/** What does not differ, by its name. */
function alikeParts(comparison: Comparison): string[] {
  const parts = SECTIONS.flatMap(([name, title]) => (comparison[name].same === true ? [title.toLowerCase()] : []));
  const { code, logs } = comparison;
  if (code.every((pair) => pair.same)) parts.unshift("code");
  if (logs && logs.length > 0 && logs.every((log) => log.same === true)) parts.push("logs");
  return parts;
}
