// The history: every run of every task. Its filters stand in the address.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowUp, Plus } from "lucide-react";
import { runQueries } from "@/api/runs";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Page, Panel } from "@/ui/page";
import { usePainted } from "@/ui/painted";
import { Live } from "@/ui/live";
import { Empty, Failure, Loading } from "@/ui/states";
import { Figures } from "./Figures";
import { Filters } from "./Filters";
import { RunList } from "./RunList";
import { type HistorySearch, filtersSet, toFilter } from "./search";
import { SelectionBar } from "./SelectionBar";
import { useLiveRuns } from "./useLiveRuns";
import { useSelection } from "./useSelection";

export function HistoryPage() {
  const search = useSearch({ from: "/shell/history" });
  const navigate = useNavigate();
  const runs = useInfiniteQuery(runQueries.list(search, (now) => toFilter(search, now)));
  const change = (next: HistorySearch) => void navigate({ ...paths.history(next), replace: true });
  // Only the rows are waited for; all else comes once they are on the screen.
  const painted = usePainted(!runs.isPending);
  const live = useLiveRuns(search, painted);
  const selection = useSelection(JSON.stringify(search));
  const rows = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  const actions = (
    <>
      <Live state={live.state} />
      <Link {...paths.submit()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Submit a task
      </Link>
    </>
  );
  return (
    <Page title="History" actions={actions}>
      <Figures search={search} begun={painted} />
      <Filters search={search} taskName={search.task === undefined ? undefined : rows[0]?.task_name} onChange={change} />
      {live.waiting > 0 && (
        <Button
          look="primary"
          className="fixed top-3 left-1/2 z-20 -translate-x-1/2 rounded-full shadow-lg"
          onClick={() => {
            live.show();
            window.scrollTo({ top: 0 });
          }}
        >
          <ArrowUp aria-hidden /> {live.waiting === 1 ? "1 new run" : `${live.waiting.toLocaleString()} new runs`}
        </Button>
      )}
      <Panel aria-label="Runs">
        {runs.isPending && <Loading what="the runs" rows={10} />}
        {runs.isError && rows.length === 0 && (
          <Failure error={runs.error} what="the runs" retry={() => void runs.refetch()} />
        )}
        {runs.isSuccess && rows.length === 0 && <Nothing search={search} onClear={() => change({})} />}
        {rows.length > 0 && (
          <RunList
            rows={rows}
            search={search}
            selection={selection}
            painted={painted}
            hasMore={runs.hasNextPage}
            loadsMore={runs.isFetchingNextPage}
            onMore={() => void runs.fetchNextPage()}
          />
        )}
      </Panel>
      <SelectionBar selection={selection} search={search} />
    </Page>
  );
}

function Nothing({ search, onClear }: { search: HistorySearch; onClear: () => void }) {
  if (search.kind === "flow" && filtersSet(search) === 1) {
    return (
      <Empty title="No flow has run yet">
        <p>Every run of a flow will stand here: which components ran, how each ended, what it printed and wrote.</p>
        <Link {...paths.flows()} className={buttonClass("primary")}>
          To the flows
        </Link>
      </Empty>
    );
  }
  if (filtersSet(search) > 0) {
    return (
      <Empty title="No run is like that">
        <p>All filters together leave nothing. Take one away, or look at a longer time.</p>
        <Button onClick={onClear}>Show every run</Button>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing has run yet">
      <p>
        Every run will stand here: what ran, with which packages, how it ended and what it printed. Submit a first task
        in the browser, or from a terminal:
      </p>
      <code className="rounded-md bg-raised px-3 py-2 font-mono text-text">annals submit report.py --follow</code>
      <Link {...paths.submit()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Submit a task
      </Link>
    </Empty>
  );
}
