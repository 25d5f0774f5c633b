// What stands below a log: how it ended, or how its stream is doing.
import { ArrowDown } from "lucide-react";
import { type Run, type RunNode, hasEnded } from "@/domain/run";
import { absolute, count } from "@/domain/time";
import { Button } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Live } from "@/ui/live";
import { endSentence } from "./end";
import type { StreamState } from "./stream";
import type { LogScroll } from "./useLogScroll";

interface FootProps {
  run: Run;
  node: RunNode | undefined;
  total: number;
  stream: StreamState;
  scroll: LogScroll;
}

export function Foot({ run, node, total, stream, scroll }: FootProps) {
  const end = node && endSentence(node);
  return (
    <footer className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-1.5 text-xs text-soft">
      {run.log_removed_at ? (
        <span data-end className="font-medium text-warn">
          There were {count(total)} lines; retention removed them on {absolute(run.log_removed_at)}.
        </span>
      ) : end ? (
        <span data-end className={cx(node.log.end?.kind !== "complete" && "font-medium text-warn")}>
          {end}
        </span>
      ) : (
        <span>{hasEnded(run) ? nothing(total) : `${count(total)} lines so far`}</span>
      )}
      {stream && <Live state={stream} />}
      {stream && !scroll.following && (
        <Button className="ml-auto min-h-7 py-0 text-xs" onClick={() => scroll.follow(true)}>
          <ArrowDown aria-hidden /> Follow the end
        </Button>
      )}
    </footer>
  );
}

function nothing(total: number): string {
  return total === 0 ? "Nothing was printed." : `${count(total)} lines`;
}
