// What of a log is folded and what is opened, as the reader wants it.
import { useCallback, useEffect, useMemo, useState } from "react";
import { readLog } from "./book";
import { jsonRows } from "./json";
import { type Edit, Rows } from "./rows";
import { MARKS, type Section, sectionsOf } from "./sections";
import type { LogWindow } from "./window";

/** Pages of marks that are read at most; a log with more sections folds the first ones only. */
const MOST_PAGES = 5;
const PAGE = 10_000;

export interface Folds {
  rows: Rows;
  sections: ReadonlyMap<number, Section>;
  isFolded: (line: number) => boolean;
  /** The rows of an opened line. */
  below: (line: number) => readonly string[] | undefined;
  /** Folds or opens the section or the JSON of a line. */
  toggle: (line: number) => void;
  /** Folds all sections, or opens them where all are folded. */
  toggleAll: () => void;
  /** Opens what hides a line and answers the rows as they are then. */
  reveal: (line: number) => Rows;
}

export function useFolds(run: string, node: string, log: LogWindow): Folds {
  useMarks(run, node, log);
  const marks = log.marks;
  const count = marks.size;
  // The marks only grow, so their number tells whether there are others.
  const sections = useMemo(() => (count === 0 ? new Map<number, Section>() : sectionsOf(marks)), [marks, count]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<ReadonlyMap<number, string[]>>(new Map());
  const rows = useMemo(() => rowsOf(sections, folded, opened), [sections, folded, opened]);

  const toggle = useCallback(
    (line: number) => {
      if (sections.has(line)) {
        setFolded((before) => toggled(before, line));
        return;
      }
      const found = jsonRows(log.line(line)?.line ?? "");
      setOpened((before) => {
        const next = new Map(before);
        if (!next.delete(line) && found) next.set(line, found);
        return next;
      });
    },
    [sections, log],
  );
  const toggleAll = () => setFolded(folded.size === sections.size ? new Set() : new Set(sections.keys()));
  const reveal = (line: number) => {
    const hiding = [...folded].filter((begin) => hides(sections.get(begin), line));
    if (hiding.length === 0) return rows;
    const next = new Set([...folded].filter((begin) => !hiding.includes(begin)));
    setFolded(next);
    return rowsOf(sections, next, opened);
  };
  const isFolded = (line: number) => folded.has(line);
  return { rows, sections, isFolded, below: (line) => opened.get(line), toggle, toggleAll, reveal };
}

/** Reads once where the sections begin and end; those of lines that come later are told by the lines. */
function useMarks(run: string, node: string, log: LogWindow): void {
  useEffect(() => {
    const reading = new AbortController();
    for (const mark of MARKS) void readMarks(run, node, mark, log, reading.signal);
    return () => reading.abort();
  }, [run, node, log]);
}

async function readMarks(run: string, node: string, mark: string, log: LogWindow, signal: AbortSignal): Promise<void> {
  let from = 1;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // Without its sections a log can be read all the same.
    const found = await readLog(run, { node, q: mark, from_line: from }, signal).catch(() => null);
    if (!found || signal.aborted) return;
    log.note(found.lines);
    if (found.lines.length < PAGE) return;
    from = (found.lines.at(-1)?.line_no ?? 0) + 1;
  }
}

function rowsOf(sections: ReadonlyMap<number, Section>, folded: ReadonlySet<number>, opened: ReadonlyMap<number, string[]>): Rows {
  const edits: Edit[] = [];
  for (const line of folded) {
    const section = sections.get(line);
    if (section) edits.push({ line, hides: (section.end ?? Infinity) - line, adds: 0 });
  }
  for (const [line, below] of opened) edits.push({ line, hides: 0, adds: below.length });
  return new Rows(edits);
}

function hides(section: Section | undefined, line: number): boolean {
  return section !== undefined && line > section.line && line <= (section.end ?? Infinity);
}

function toggled(before: ReadonlySet<number>, line: number): Set<number> {
  const next = new Set(before);
  if (!next.delete(line)) next.add(line);
  return next;
}
