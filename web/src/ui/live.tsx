// Whether what is shown is kept up to date.
import type { LiveState } from "@/api/live";
import { cx } from "./cx";

const WORDS: Record<LiveState, string> = {
  connecting: "Connecting…",
  live: "Live",
  reconnecting: "The connection broke; trying again…",
};

export function Live({ state }: { state: LiveState }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-xs text-soft">
      <span aria-hidden className={cx("size-2 rounded-full", state === "live" ? "animate-pulse bg-good" : "bg-warn")} />
      {WORDS[state]}
    </span>
  );
}
