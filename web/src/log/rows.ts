// The rows that a log is shown in. Mostly a row is a line; a folded section hides lines, and an
// opened line has rows of its own below it. Lines and rows are numbered from 1.

export interface Edit {
  /** What follows this line is changed. */
  line: number;
  /** How many lines after it are hidden; `Infinity` for all. */
  hides: number;
  /** How many rows stand below it. */
  adds: number;
}

/** What a row shows: a line, or the row `below` under it. */
export interface RowPlace {
  line: number;
  below: number;
}

export class Rows {
  private readonly edits: readonly (Edit & { row: number })[];

  /** `edits` in any order, at most one a line; those that are hidden by others do nothing. */
  constructor(edits: readonly Edit[]) {
    const known: (Edit & { row: number })[] = [];
    for (const edit of [...edits].sort((a, b) => a.line - b.line)) {
      const before = known.at(-1);
      if (before && edit.line <= before.line + before.hides) continue;
      known.push({ ...edit, row: before ? rowAfter(before, edit.line) : edit.line });
    }
    this.edits = known;
  }

  /** How many rows so many lines need. */
  total(lines: number): number {
    if (lines === 0) return 0;
    const edit = this.last((known) => known.line <= lines);
    if (!edit) return lines;
    return lines <= edit.line + edit.hides ? edit.row + edit.adds : rowAfter(edit, lines);
  }

  at(row: number): RowPlace {
    const edit = this.last((known) => known.row < row);
    if (!edit) return { line: row, below: 0 };
    const further = row - edit.row;
    if (further <= edit.adds) return { line: edit.line, below: further };
    return { line: edit.line + edit.hides + further - edit.adds, below: 0 };
  }

  /** The row of a line; of a hidden line, that of the line which hides it. */
  rowOf(line: number): number {
    const edit = this.last((known) => known.line < line);
    if (!edit) return line;
    return line <= edit.line + edit.hides ? edit.row : rowAfter(edit, line);
  }

  /** The last edit for which `holds`, which holds up to some edit and for none after it. */
  private last(holds: (edit: Edit & { row: number }) => boolean) {
    let low = 0;
    let high = this.edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const edit = this.edits[middle];
      if (edit && holds(edit)) low = middle + 1;
      else high = middle;
    }
    return this.edits[low - 1];
  }
}

/** The row of a line that comes after what `edit` hides. */
function rowAfter(edit: Edit & { row: number }, line: number): number {
  return edit.row + edit.adds + line - edit.line - edit.hides;
}
