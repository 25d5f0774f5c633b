// A window on a log that may have millions of lines: parts of it are read where they are looked at
// and forgotten again, and lines that are just printed are added at its end.
import { throttled } from "@/api/throttle";
import type { LogLine } from "./book";
import { markOf } from "./sections";

/** How many lines are read at once. */
export const PART = 400;
/** New lines are shown at most so often, in milliseconds. */
const PAUSE = 80;
/** How many parts are kept. */
const KEPT = 60;

interface Page {
  lines: LogLine[];
  total_lines: number;
}

type Read = (from: number, to: number) => Promise<Page>;

export class LogWindow {
  /** Counts changes, so that what shows the window knows of them. */
  version = 0;
  /** How many lines there are. */
  total = 0;
  /** The lines that begin or end a section, as far as they are known. They are never forgotten. */
  readonly marks = new Map<number, "begin" | "end">();
  /** Why lines could not be read, if they could not. */
  error: unknown = null;

  private readonly read: Read;
  /** Parts by number, the one used last at the end. A part may lack lines. */
  private readonly parts = new Map<number, (LogLine | undefined)[]>();
  private readonly reading = new Set<number>();
  private readonly listeners = new Set<() => void>();

  constructor(read: Read) {
    this.read = read;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The line of this number, if it was read. */
  line(number: number): LogLine | undefined {
    return this.parts.get(partOf(number))?.[(number - 1) % PART];
  }

  /** There are at least `total` lines. */
  grow(total: number): void {
    if (total > this.total) {
      this.total = total;
      this.changed();
    }
  }

  /** Sees to it that these lines are read. */
  want(from: number, to: number): void {
    const last = Math.min(to, this.total);
    for (let part = partOf(from); part <= partOf(last); part += 1) {
      const lacks = this.lacks(part, from, last);
      this.use(part);
      if (lacks && !this.reading.has(part)) void this.fetch(part);
    }
  }

  /** Reads again what could not be read. */
  retry(from: number, to: number): void {
    this.error = null;
    this.want(from, to);
    this.changed();
  }

  /** Adds lines that were just printed. */
  append(lines: LogLine[]): void {
    this.put(lines);
    const last = lines.at(-1);
    if (last) this.total = Math.max(this.total, last.line_no);
    this.printed();
  }

  /** Lines may come many times a second; they are shown less often than that. */
  private readonly printed = throttled(() => this.changed(), PAUSE);

  /** Takes the marks among lines that were found elsewhere. */
  note(lines: readonly LogLine[]): void {
    const before = this.marks.size;
    for (const line of lines) this.mark(line);
    if (this.marks.size > before) this.changed();
  }

  private mark(line: LogLine): void {
    const mark = markOf(line.line);
    if (mark) this.marks.set(line.line_no, mark);
  }

  private lacks(part: number, from: number, to: number): boolean {
    const first = Math.max(from, part * PART + 1);
    const last = Math.min(to, (part + 1) * PART);
    for (let number = first; number <= last; number += 1) {
      if (!this.line(number)) return true;
    }
    return false;
  }

  private async fetch(part: number): Promise<void> {
    if (this.error !== null) return;
    this.reading.add(part);
    try {
      const page = await this.read(part * PART + 1, Math.min((part + 1) * PART, this.total));
      this.put(page.lines);
      this.total = Math.max(this.total, page.total_lines);
    } catch (error) {
      this.error = error;
    } finally {
      this.reading.delete(part);
      this.changed();
    }
  }

  private put(lines: LogLine[]): void {
    for (const line of lines) {
      const number = partOf(line.line_no);
      let part = this.parts.get(number);
      if (!part) {
        part = [];
        this.parts.set(number, part);
      }
      part[(line.line_no - 1) % PART] = line;
      this.mark(line);
    }
    this.forget();
  }

  private use(number: number): void {
    const part = this.parts.get(number);
    if (!part) return;
    this.parts.delete(number);
    this.parts.set(number, part);
  }

  private forget(): void {
    for (const number of this.parts.keys()) {
      if (this.parts.size <= KEPT) return;
      this.parts.delete(number);
    }
  }

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}

function partOf(number: number): number {
  return Math.floor((Math.max(1, number) - 1) / PART);
}
