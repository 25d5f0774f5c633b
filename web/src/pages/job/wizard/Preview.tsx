// What the fields give on the first file, before everything is run.
import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { type JobRun, previewJob } from "@/api/jobs";
import { cellText } from "@/domain/job";
import { count } from "@/domain/time";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { type Cell, type Row, markOf, rowsOf } from "../results/cells";
import { MarkSign } from "../results/MarkSign";

/** The most rows that are shown. */
const ROWS = 10;

export function Preview({ run }: { run: JobRun }) {
  const trying = useMutation({ mutationFn: () => previewJob(run.job_id, run.id) });
  const rows = trying.data ? rowsOf([trying.data]) : [];
  const [only] = rows;
  return (
    <Panel aria-label="Preview">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
        <span>
          <h2 className="font-semibold">Preview</h2>
          <span className="text-soft wrap-anywhere" role="status">
            {trying.isPending && "Reading the first file…"}
            {trying.data && `Found in ${trying.data.source_files[0]} by the built-in engine; nothing of it is kept.`}
            {trying.isIdle && "See what the fields give before all files are read."}
          </span>
        </span>
        <Button disabled={trying.isPending} onClick={() => trying.mutate()}>
          <FlaskConical aria-hidden /> Try on the first file
        </Button>
      </header>
      {trying.error && (
        <div className="px-4 pb-3">
          <Refusal error={trying.error} />
        </div>
      )}
      {only && rows.length === 1 && <OneRow row={only} />}
      {rows.length > 1 && <ManyRows rows={rows} />}
    </Panel>
  );
}

/** The fields below each other, with the words that each value came from. */
function OneRow({ row }: { row: Row }) {
  return (
    <table aria-label="What was found" className="w-full border-t border-line">
      <tbody className="divide-y divide-line">
        {row.cells.map((cell) => (
          <tr key={cell.column} className="align-baseline max-sm:flex max-sm:flex-col max-sm:py-1">
            <th scope="row" className="px-4 py-1.5 text-left font-medium wrap-anywhere max-sm:pb-0 sm:w-1/4">
              {cell.column}
            </th>
            <td className="px-4 py-1.5 wrap-anywhere max-sm:py-0">
              <Value cell={cell} />
            </td>
            <td className="px-4 py-1.5 font-mono text-xs text-soft wrap-anywhere max-sm:empty:hidden sm:w-2/5">{cell.evidence?.text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ManyRows({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="border-t border-line">
      <div className="overflow-x-auto" role="group" tabIndex={0} aria-label="What was found, to be scrolled">
        <table aria-label="What was found" className="w-full">
          <thead>
            <tr>
              {rows[0]?.cells.map(({ column }) => (
                <th key={column} scope="col" className="px-4 py-1.5 text-left text-xs font-medium whitespace-nowrap text-soft">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS).map((row) => (
              <tr key={row.row} className="border-t border-line align-baseline">
                {row.cells.map((cell) => (
                  <td key={cell.column} className="max-w-72 px-4 py-1.5 wrap-anywhere">
                    <Value cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > ROWS && <p className="nums border-t border-line px-4 py-1.5 text-soft">and {count(rows.length - ROWS)} more rows</p>}
    </div>
  );
}

function Value({ cell }: { cell: Cell }) {
  const mark = markOf(cell);
  return (
    <span className="flex items-baseline gap-2">
      {mark && <MarkSign mark={mark} />}
      {cellText(cell.value) || <span className="text-soft">Nothing was found</span>}
    </span>
  );
}
