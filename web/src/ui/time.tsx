// Times in the reader's zone with UTC at hand, and durations that count while a run goes on.
import { useSyncExternalStore } from "react";
import { absolute, ago, duration, utc } from "@/domain/time";
import { now, subscribe } from "./ticker";

/** The present, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now);
}

/** How long ago, or when; the whole time in both zones on hover. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const present = useNow();
  return (
    <time dateTime={at} title={`${absolute(at)}\n${utc(at)}`} className="nums whitespace-nowrap">
      {exact ? absolute(at) : ago(at, present)}
    </time>
  );
}

interface DurationProps {
  started: string | null | undefined;
  /** In milliseconds, once it has ended. */
  took: number | null | undefined;
}

/** How long it took, or has taken so far. */
export function Duration({ started, took }: DurationProps) {
  if (took != null) return <span className="nums whitespace-nowrap">{duration(took)}</span>;
  return started == null ? <span className="text-soft">–</span> : <Counting started={started} />;
}

function Counting({ started }: { started: string }) {
  const present = useNow();
  const seconds = Math.floor((present - Date.parse(started)) / 1000) * 1000;
  return <span className="nums whitespace-nowrap text-live">{duration(seconds).replace(".0", "")}</span>;
}
