// How the reader likes logs; kept in the browser.
import { useState } from "react";

export type Stamp = "none" | "local" | "utc" | "relative";

export interface LogPrefs {
  stamp: Stamp;
  wrap: boolean;
}

const KEY = "annals.log";
const STAMPS: readonly Stamp[] = ["none", "local", "utc", "relative"];

/** What is kept, and a way to change it. */
export function useLogPrefs(): [LogPrefs, (change: Partial<LogPrefs>) => void] {
  const [prefs, setPrefs] = useState(read);
  const change = (part: Partial<LogPrefs>) => {
    const next = { ...prefs, ...part };
    setPrefs(next);
    localStorage.setItem(KEY, JSON.stringify(next));
  };
  return [prefs, change];
}

function read(): LogPrefs {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<LogPrefs>;
    const stamp = STAMPS.find((known) => known === kept.stamp) ?? "none";
    return { stamp, wrap: kept.wrap === true };
  } catch {
    return { stamp: "none", wrap: false };
  }
}
