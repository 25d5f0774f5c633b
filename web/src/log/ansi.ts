// ANSI escapes of a log line, as pieces of text with a style. Colours are named and not given, so
// that each theme shows them in shades that can be read; other escapes are left out.

export interface Piece {
  text: string;
  style: Style;
}

/** `null` is the colour that text has anyway. */
export interface Style {
  colour: string | null;
  ground: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

const PLAIN: Style = {
  colour: null,
  ground: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

// CSI sequences, OSC sequences (links, titles), two-character escapes.
const ESCAPE = /\x1b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[@-Z\\^_=>])/g;

/** Whether a line has anything to interpret; most have not. */
export function hasEscapes(line: string): boolean {
  return line.includes("\x1b") || line.includes("\r");
}

/** The pieces of a line. */
export function parseAnsi(line: string): Piece[] {
  const shown = lastWritten(line);
  const pieces: Piece[] = [];
  let style = PLAIN;
  let from = 0;
  for (const match of shown.matchAll(ESCAPE)) {
    push(pieces, shown.slice(from, match.index), style);
    if (match[2] === "m") style = applied(style, match[1] ?? "");
    from = match.index + match[0].length;
  }
  push(pieces, shown.slice(from), style);
  return pieces;
}

/** The line without escapes. */
export function plainText(line: string): string {
  return hasEscapes(line) ? lastWritten(line).replace(ESCAPE, "") : line;
}

/** A progress bar writes over itself with carriage returns; the last writing is what stays. */
function lastWritten(line: string): string {
  const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
  return whole.slice(whole.lastIndexOf("\r") + 1);
}

function push(pieces: Piece[], text: string, style: Style): void {
  if (text !== "") pieces.push({ text, style });
}

function applied(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes, at + 1);
      next = code === 38 ? { ...next, colour } : { ...next, ground: colour };
      at += used;
    } else {
      next = simple(next, code);
    }
  }
  return next;
}

function simple(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 39) return { ...style, colour: null };
  if (code === 49) return { ...style, ground: null };
  if (code >= 30 && code <= 37) return { ...style, colour: NAMES[code - 30] ?? null };
  if (code >= 90 && code <= 97) return { ...style, colour: NAMES[code - 90] ?? null };
  if (code >= 40 && code <= 47) return { ...style, ground: NAMES[code - 40] ?? null };
  if (code >= 100 && code <= 107) return { ...style, ground: NAMES[code - 100] ?? null };
  return style;
}

/** The colour of `38;5;n` or `38;2;r;g;b`, as the nearest name, and how many codes it took. */
function extended(codes: number[], at: number): [string | null, number] {
  if (codes[at] === 5) return [indexed(codes[at + 1] ?? 0), 2];
  if (codes[at] === 2) {
    const [red = 0, green = 0, blue = 0] = codes.slice(at + 1, at + 4);
    return [nearest(red, green, blue), 4];
  }
  return [null, 0];
}

function indexed(index: number): string | null {
  if (index < 16) return NAMES[index % 8] ?? null;
  if (index >= 232) return index < 244 ? "black" : "white";
  const level = (value: number) => (value % 6) * 51;
  const cube = index - 16;
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6)), level(cube));
}

/** The name whose channels are on where the colour's are. */
function nearest(red: number, green: number, blue: number): string | null {
  const most = Math.max(red, green, blue);
  if (most < 64) return "black";
  const on = (value: number) => (value > most * 0.6 ? 1 : 0);
  return NAMES[on(red) + 2 * on(green) + 4 * on(blue)] ?? null;
}
