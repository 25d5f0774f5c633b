// How a node's log ended, in words.
import type { RunNode } from "@/domain/run";
import { bytes, count } from "@/domain/time";

/** A sentence for the foot of a log; null while it may still grow. */
export function endSentence(node: RunNode): string | null {
  const { end, lines } = node.log;
  if (!end) return null;
  const reason = end.reason ? `: ${end.reason}` : "";
  const kept = `${count(lines)} ${lines === 1 ? "line" : "lines"}, ${bytes(end.at_byte)}`;
  switch (end.kind) {
    case "complete":
      return `End of log${reason}. Everything that was printed is here: ${kept}.`;
    case "cut":
      return `The log was cut${reason}. What came before is here: ${kept}.`;
    case "lost":
      return `The rest of the log was lost${reason}. What came before is here: ${kept}.`;
  }
}
