// Times in the reader's zone with UTC at hand, and durations that count while a run goes on.
import { useSyncExternalStore } from "react";
import { absolute, ago, duration, soon, utc } from "@/domain/time";
import { now, subscribe } from "./ticker";

/** The present, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now);
}

/** How long ago, or when; the whole time in both zones on hover, written only then, since many stand in a list. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const present = useNow();
  return (
    <time
      dateTime={at}
      onPointerEnter={({ currentTarget }) => (currentTarget.title = `${absolute(at)}\n${utc(at)}`)}
      className="nums whitespace-nowrap"
    >
      {exact ? absolute(at) : ago(at, present)}
    </time>
  );
}

/** How soon a time comes; the whole time in both zones on hover. */
export function Until({ at }: { at: string }) {
  const present = useNow();
  return (
    <time dateTime={at} title={`${absolute(at)}\n${utc(at)}`} className="nums whitespace-nowrap">
      {soon(at, present)}
    </time>
  );
}

interface DurationProps {
  started: string | null | undefined;
  /** In milliseconds, once it has ended. */
  took: number | null | undefined;
  /** How long it usually takes, in milliseconds: a bar compares the two. */
  usual?: number | undefined;
}

/** How long it took, or has taken so far. */
export function Duration({ started, took, usual }: DurationProps) {
  if (took != null && usual !== undefined) {
    return (
      <span className="nums flex flex-col whitespace-nowrap">
        {duration(took)} <Against took={took} usual={usual} />
      </span>
    );
  }
  if (took != null) return <span className="nums whitespace-nowrap">{duration(took)}</span>;
  return started == null ? <span className="text-soft">–</span> : <Counting started={started} />;
}

/** A bar whose mark stands at the usual duration; beyond it the bar is coloured. */
function Against({ took, usual }: { took: number; usual: number }) {
  const share = (value: number) => `${Math.min(100, (value / (usual * 2)) * 100)}%`;
  const long = took > usual * 1.5;
  return (
    <span title={`Usually ${duration(usual)}`} className="relative h-1 w-16 rounded-full bg-raised">
      <span
        className={long ? "absolute inset-y-0 left-0 rounded-full bg-warn" : "absolute inset-y-0 left-0 rounded-full bg-edge"}
        style={{ width: share(took) }}
      />
      <span className="absolute -inset-y-0.5 left-1/2 w-px bg-text" />
    </span>
  );
}

function Counting({ started }: { started: string }) {
  const present = useNow();
  const seconds = Math.floor((present - Date.parse(started)) / 1000) * 1000;
  return <span className="nums whitespace-nowrap text-live">{duration(seconds).replace(".0", "")}</span>;
}
