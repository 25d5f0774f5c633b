// The values in a table that scrolls by itself. Arrows go from cell to cell; Enter goes to the correction of the chosen one.
import { type KeyboardEvent, useEffect, useRef } from "react";
import { cellText } from "@/domain/job";
import { cx } from "@/ui/cx";
import { type CellPlace, formatCell, parseCell } from "../search";
import { type Cell, type Row, markOf } from "./cells";
import { MarkSign } from "./MarkSign";

interface ResultTableProps {
  rows: readonly Row[];
  chosen: CellPlace | null;
  onChoose: (place: CellPlace | null) => void;
}

const STEPS: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function ResultTable({ rows, chosen, onChoose }: ResultTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const columns = rows[0]?.task.extracted_data.columns ?? [];
  const named = chosen ? formatCell(chosen) : null;
  const isHere = rows.some((row) => row.task.task_id === chosen?.task && row.row === chosen.row);
  // The table is one stop of the tab key; where that is follows the chosen cell.
  const stop = isHere ? chosen : rows[0]?.cells[0]?.place;
  const cellElement = (place: CellPlace) => table.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(formatCell(place))}"]`);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") onChoose(null);
    if (event.key === "Enter") document.querySelector<HTMLElement>("[data-correction]")?.focus();
    const step = STEPS[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    // From where the focus is: the address follows a moment later.
    const from = event.target instanceof HTMLElement ? parseCell(event.target.dataset["cell"]) : null;
    const row = rows.findIndex((one) => one.task.task_id === from?.task && one.row === from.row);
    const next = step && from && rows[row + step[0]]?.cells[from.column + step[1]];
    if (!next) return;
    cellElement(next.place)?.focus();
    onChoose(next.place);
  };
  useEffect(() => {
    const cell = named === null ? null : table.current?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(named)}"]`);
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [named]);
  return (
    // Below the heading of the page and above its end, so that the heading of the table stays in sight.
    <div className="relative max-h-[calc(100dvh-9rem)] min-h-40 overflow-auto rounded-lg sm:scroll-pl-60 scroll-pt-10">
      <table ref={table} role="grid" aria-label="Results" onKeyDown={pressed} className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th scope="col" className={cx(HEAD, "left-0 z-20 max-sm:static max-sm:z-10")}>
              Source
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={HEAD}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.task.task_id} ${row.row}`} className="group">
              <th scope="row" className="sticky left-0 z-10 max-w-56 min-w-36 border-r border-b border-line bg-panel px-3 py-1.5 text-left font-normal group-hover:bg-raised max-sm:static max-sm:max-w-32">
                <Source row={row} />
              </th>
              {row.cells.map((cell) => (
                <ResultCell key={cell.column} cell={cell} chosen={formatCell(cell.place) === named} stop={cell.place.column === stop?.column && row.task.task_id === stop.task && row.row === stop.row} onChoose={onChoose} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const HEAD = "sticky top-0 z-10 border-b border-line bg-panel px-3 py-2 text-left text-xs font-medium whitespace-nowrap text-soft";

function Source({ row }: { row: Row }) {
  const { source_files: files, extracted_data } = row.task;
  const [first = row.task.task_id] = files;
  const more = files.length > 1 ? ` and ${files.length - 1} more` : "";
  return (
    <span className="flex items-baseline gap-1" title={files.join("\n")}>
      <span className="truncate">{first.slice(first.lastIndexOf("/") + 1)}</span>
      <span className="shrink-0 text-xs text-soft">
        {more}
        {extracted_data.results.length > 1 && ` · ${row.row + 1}`}
      </span>
    </span>
  );
}

interface ResultCellProps {
  cell: Cell;
  chosen: boolean;
  /** Whether the tab key stops here. */
  stop: boolean;
  onChoose: (place: CellPlace) => void;
}

function ResultCell({ cell, chosen, stop, onChoose }: ResultCellProps) {
  const mark = markOf(cell);
  const number = typeof cell.value === "number";
  return (
    <td
      role="gridcell"
      tabIndex={stop ? 0 : -1}
      data-cell={formatCell(cell.place)}
      aria-selected={chosen}
      onClick={() => onChoose(cell.place)}
      className={cx(
        "max-w-80 cursor-pointer border-b border-line px-3 py-1.5 outline-none group-hover:bg-raised/50 focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]",
        chosen && "bg-accent/10 shadow-[inset_0_0_0_2px_var(--accent)]",
      )}
    >
      <span className={cx("flex items-center gap-2", number && "nums")}>
        {mark && <MarkSign mark={mark} />}
        <span className="truncate" title={cellText(cell.value)}>
          {cellText(cell.value)}
        </span>
      </span>
    </td>
  );
}
