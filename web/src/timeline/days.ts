// Entries by the day on which they were written, in the reader's zone.
import { day } from "@/domain/time";

/** The entries of one day, in the order in which they came. */
export interface Day<T> {
  /** `Today`, `Yesterday`, or the date. */
  name: string;
  entries: T[];
}

/** Entries that follow each other on one day stand together. */
export function byDay<T extends { created_at: string }>(entries: readonly T[], now: number): Day<T>[] {
  const days: Day<T>[] = [];
  for (const entry of entries) {
    const name = day(entry.created_at, now);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ name, entries: [entry] });
  }
  return days;
}
