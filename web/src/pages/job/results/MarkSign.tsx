// How sure a value is, at a glance: a shape and a colour, and words for those who see neither.
import { SURENESS_WORDS } from "@/domain/job";
import { cx } from "@/ui/cx";
import type { Mark } from "./cells";

export const MARKS: Record<Mark, { words: string; look: string }> = {
  high: { words: SURENESS_WORDS.high, look: "rounded-full bg-good" },
  middle: { words: SURENESS_WORDS.middle, look: "rotate-45 rounded-xs bg-warn" },
  low: { words: SURENESS_WORDS.low, look: "rounded-none bg-bad" },
  corrected: { words: "corrected by a person", look: "rounded-full border-2 border-live" },
  empty: { words: "not found", look: "h-0.5 bg-edge" },
};

export function MarkSign({ mark, hidden = false }: { mark: Mark; hidden?: boolean }) {
  const { words, look } = MARKS[mark];
  return (
    <span title={hidden ? undefined : words} className={cx("inline-block size-2 shrink-0", look)}>
      {!hidden && <span className="sr-only">{words}</span>}
    </span>
  );
}
