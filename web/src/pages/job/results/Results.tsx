// What a run found, as a table; beside it where the chosen value stood.
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type JobRun, RESULTS_PAGE, jobQueries } from "@/api/jobs";
import { jobEnded } from "@/domain/job";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { ExportLinks } from "../ExportLinks";
import { type CellPlace, formatCell, parseCell } from "../search";
import { CellPanel } from "./CellPanel";
import { type Cell, rowsOf } from "./cells";
import { Legend } from "./Legend";
import { ResultTable } from "./ResultTable";

export function Results({ run }: { run: JobRun }) {
  const { page = 1, cell: named } = useSearch({ from: "/shell/jobs/$id" });
  const navigate = useNavigate();
  const found = useQuery(jobQueries.results(run.job_id, run.id, page - 1));
  const rows = rowsOf(found.data?.results ?? []);
  const place = parseCell(named);
  const chosen = place && rows.flatMap(({ cells }) => cells).find((cell) => isAt(cell, place));
  const show = (next: { page?: number; cell?: CellPlace | null }) => {
    const turned = next.page ?? page;
    const cell = next.cell && formatCell(next.cell);
    void navigate({ ...paths.job(run.job_id, { run: run.id, ...(turned > 1 && { page: turned }), ...(cell && { cell }) }), replace: true, resetScroll: false });
  };
  if (found.isPending) return <Loading what="the results" />;
  if (found.isError) return <Failure error={found.error} what="the results" retry={() => void found.refetch()} />;
  if (rows.length === 0) return <Nothing run={run} />;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="flex flex-col gap-1">
          <Legend cells={rows.flatMap(({ cells }) => cells)} />
          {!chosen && <span className="text-xs text-soft max-sm:hidden">Choose a value to see where it stood, and to correct it.</span>}
        </span>
        <span className="flex flex-wrap items-center gap-2 max-sm:[&>a]:px-2">
          <Pages page={page} total={found.data.total} onTurn={(next) => show({ page: next })} />
          <ExportLinks run={run} />
        </span>
      </div>
      <div className={cx("grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-3", chosen && "lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_28rem] 2xl:grid-cols-[minmax(0,1fr)_38rem]")}>
        <Panel>
          <ResultTable rows={rows} chosen={place} onChoose={(cell) => show({ cell })} />
        </Panel>
        {chosen && <CellPanel key={formatCell(chosen.place)} run={run} cell={chosen} onClose={() => show({ cell: null })} />}
      </div>
    </>
  );
}

function isAt(cell: Cell, { task, row, column }: CellPlace): boolean {
  return cell.place.task === task && cell.place.row === row && cell.place.column === column;
}

interface PagesProps {
  page: number;
  /** The tasks that have results. */
  total: number;
  onTurn: (page: number) => void;
}

function Pages({ page, total, onTurn }: PagesProps) {
  const last = Math.max(1, Math.ceil(total / RESULTS_PAGE));
  if (last === 1) return null;
  return (
    <span className="flex items-center gap-1">
      <IconButton label="The page before" disabled={page <= 1} onClick={() => onTurn(page - 1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <span className="nums" role="status">
        Page {count(page)} of {count(last)}
      </span>
      <IconButton label="The next page" disabled={page >= last} onClick={() => onTurn(page + 1)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </span>
  );
}

function Nothing({ run }: { run: JobRun }) {
  if (!jobEnded(run)) {
    return (
      <Panel aria-label="Results">
        <Empty title="The documents are being read">
          <p>Values stand here as soon as the first task is done. The page follows by itself.</p>
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel aria-label="Results">
      <Empty title="Nothing was found">
        <p>{run.tasks_failed > 0 ? "No task could be done; the tasks say why." : "No document held a value of these fields. Say in a field's words what it is called in them, and begin a new run."}</p>
      </Empty>
    </Panel>
  );
}
