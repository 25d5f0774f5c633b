// The part of a log that an address names: `12` or `12-20`.

export interface LineRange {
  from: number;
  to: number;
}

/** The range that `text` names; null if it names none. */
export function parseRange(text: string | undefined): LineRange | null {
  const found = /^([1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/.exec(text ?? "");
  if (!found) return null;
  const one = Number(found[1]);
  const other = Number(found[2] ?? found[1]);
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

export function formatRange({ from, to }: LineRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** The range after a press on `line`: with shift it reaches from where it began. */
export function extended(range: LineRange | null, line: number, shift: boolean): LineRange {
  if (!shift || !range) return { from: line, to: line };
  return { from: Math.min(range.from, line), to: Math.max(range.from, line) };
}
