// Sections of a log, which a program begins by a line `::group::TITLE` and ends by `::endgroup::`.

const BEGIN = "::group::";
const END = "::endgroup::";

/** What is searched for, to find all marks of a log. */
export const MARKS: readonly string[] = [BEGIN, END];

export interface Section {
  /** The line that begins it. */
  line: number;
  /** The line that ends it; null where none does. */
  end: number | null;
}

/** What a line marks, if it marks anything. */
export function markOf(text: string): "begin" | "end" | null {
  if (!text.startsWith("::")) return null;
  if (text.startsWith(BEGIN)) return "begin";
  return text.trimEnd() === END ? "end" : null;
}

/** The title of the section that a line begins. */
export function titleOf(text: string): string {
  return text.slice(BEGIN.length).trim() || "Section";
}

/** The sections that the marks make, by the line that begins each; they may lie in each other. */
export function sectionsOf(marks: ReadonlyMap<number, "begin" | "end">): Map<number, Section> {
  const sections = new Map<number, Section>();
  const open: Section[] = [];
  for (const [line, mark] of [...marks].sort(([a], [b]) => a - b)) {
    if (mark === "begin") {
      const section: Section = { line, end: null };
      sections.set(line, section);
      open.push(section);
    } else {
      const section = open.pop();
      if (section) section.end = line;
    }
  }
  return sections;
}
