// What an entry says, taken apart: what the server writes by itself names the run and its status in words.
import type { TimelineEntry } from "@/api/timeline";
import { ERROR_WORDS, type ErrorType, RUN_STATUSES, type RunStatus } from "@/domain/run";

export interface Told {
  /** The number of the run, where the entry begins with it. */
  number?: number;
  /** Where it tells of a status: which, and why. */
  status?: RunStatus;
  errorType?: ErrorType;
  /** What is left to read. */
  text: string;
}

/** `run #8: failure (exit): exited with code 1` is a status with a reason; what people write stays as it is. */
export function told({ run_id, context_type, content }: Pick<TimelineEntry, "run_id" | "context_type" | "content">): Told {
  const begin = run_id == null ? null : /^run #(\d+): /.exec(content);
  if (!begin) return { text: content };
  const number = Number(begin[1]);
  const text = content.slice(begin[0].length);
  if (context_type !== "status_change") return { number, text };
  const [, word, error, why] = /^(\w+)(?: \((\w+)\))?(?:: ([^]*))?$/.exec(text) ?? [];
  const status = RUN_STATUSES.find((known) => known === word);
  if (!status) return { number, text };
  return { number, status, ...(isErrorType(error) && { errorType: error }), text: why ?? "" };
}

function isErrorType(word: string | undefined): word is ErrorType {
  return word !== undefined && word in ERROR_WORDS;
}

/** Beyond so many lines, or so many letters, a text is folded. */
const LINES = 8;
const LETTERS = 800;

/** The beginning of a long text; null where it is short enough to stand whole. */
export function folded(text: string): string | null {
  const lines = text.split("\n", LINES + 1);
  if (lines.length <= LINES && text.length <= LETTERS) return null;
  return lines.slice(0, LINES - 2).join("\n").slice(0, LETTERS / 2);
}
