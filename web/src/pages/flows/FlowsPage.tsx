// The flows: each with its latest run.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { History, Plus, Search } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { flowQueries } from "@/api/flows";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Input } from "@/ui/field";
import { Live } from "@/ui/live";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { FlowRow } from "./FlowRow";
import { useLiveFlows } from "./useLiveFlows";

export function FlowsPage() {
  const { q } = useSearch({ from: "/shell/flows" });
  const navigate = useNavigate();
  const flows = useInfiniteQuery(flowQueries.list(q));
  const live = useLiveFlows();
  const rows = flows.data?.pages.flatMap((page) => page.flows) ?? [];
  const actions = (
    <>
      <Live state={live} />
      <Link {...paths.history({ kind: "flow" })} className={buttonClass()}>
        <History aria-hidden /> Runs of flows
      </Link>
      <Link {...paths.newFlow()} className={buttonClass("primary")}>
        <Plus aria-hidden /> New flow
      </Link>
    </>
  );
  return (
    <Page title="Flows" actions={actions}>
      <Find q={q ?? ""} onChange={(next) => void navigate({ ...paths.flows(next), replace: true })} />
      <Panel aria-label="Flows">
        {flows.isPending && <Loading what="the flows" rows={8} />}
        {flows.isError && <Failure error={flows.error} what="the flows" retry={() => void flows.refetch()} />}
        {flows.isSuccess && rows.length === 0 && <Nothing filtered={q !== undefined} />}
        <ul className="divide-y divide-line">
          {rows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </ul>
        {flows.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={flows.isFetchingNextPage} onClick={() => void flows.fetchNextPage()}>
              Older flows
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}

function Find({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(q);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onChange(text.trim());
  };
  return (
    <form role="search" className="relative w-full sm:w-64" onSubmit={submit}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-soft" />
      <Input type="search" aria-label="Name or id of the flow" placeholder="Name or id of the flow" value={text} onChange={(event) => setText(event.target.value)} className="w-full pl-7" />
    </form>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty title="No flow is like that">
        <p>Look for a part of its name or its id.</p>
      </Empty>
    );
  }
  return (
    <Empty title="There is no flow yet">
      <p>
        A flow is a graph of Python programs. Each begins when those that it needs have succeeded, and reads what they wrote;
        those that do not need each other run at once. When one fails, you mend it and go on from there.
      </p>
      <Link {...paths.newFlow()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Make the first flow
      </Link>
    </Empty>
  );
}
