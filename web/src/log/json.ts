// Lines that are JSON, as programs write them for other programs: people may want them one value a row.

/** Beyond this a line stays a line. */
const LONGEST = 200_000;

/** Whether a line looks like a JSON object or array; whether it is one is told by `jsonRows`. */
export function looksLikeJson(text: string): boolean {
  const first = text[0];
  if ((first !== "{" && first !== "[") || text.length < 4 || text.length > LONGEST) return false;
  return first === "{" ? text.trimEnd().endsWith("}") : /^\[\s*["{[\d]/.test(text) && text.trimEnd().endsWith("]");
}

/** The rows of a line that is JSON; null where it is none. */
export function jsonRows(text: string): string[] | null {
  if (!looksLikeJson(text)) return null;
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split("\n");
  } catch {
    return null;
  }
}
