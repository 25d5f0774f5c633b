// Times and durations as people read them.

/** What writes numbers or times as the reader does; made once, when it is first wanted, since that takes long. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const DAY = { year: "numeric", month: "short", day: "numeric" } as const;
const dates = once(() => new Intl.DateTimeFormat(undefined, DAY));
const moments = once(() => new Intl.DateTimeFormat(undefined, { ...DAY, hour: "2-digit", minute: "2-digit", second: "2-digit" }));
const weekdays = once(() => new Intl.DateTimeFormat(undefined, { ...DAY, weekday: "long" }));
const numbers = once(() => new Intl.NumberFormat());

/** The time of day and date in the reader's zone, seconds included. */
export function absolute(time: string): string {
  return moments().format(new Date(time));
}

/** UTC to the second, as it stands in logs elsewhere. */
export function utc(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The time of day with milliseconds, in the reader's zone or in UTC. */
export function clock(time: string, zone: "local" | "utc"): string {
  const date = new Date(time);
  if (zone === "utc") return date.toISOString().slice(11, 23);
  const two = (value: number) => String(value).padStart(2, "0");
  const millis = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}

/** The day in the reader's zone: `Today`, `Yesterday`, or the date. */
export function day(time: string, now: number): string {
  const date = new Date(time);
  const back = (days: number) => new Date(new Date(now).setDate(new Date(now).getDate() - days)).toDateString();
  if (date.toDateString() === back(0)) return "Today";
  return date.toDateString() === back(1) ? "Yesterday" : weekdays().format(date);
}

const STEPS: readonly (readonly [number, string])[] = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [30, "d"],
];

/** How long ago `time` was: `just now`, `12 min ago`, a date beyond a month. */
export function ago(time: string, now: number): string {
  let value = Math.max(0, (now - Date.parse(time)) / 1000);
  if (value < 5) return "just now";
  for (const [size, unit] of STEPS) {
    if (value < size) return `${Math.floor(value)} ${unit} ago`;
    value /= size;
  }
  return dates().format(new Date(time));
}

/** How soon `time` comes: `in 12 min`, a date beyond a month; `now` once it is there. */
export function soon(time: string, now: number): string {
  let value = Math.ceil((Date.parse(time) - now) / 1000);
  if (value <= 0) return "now";
  for (const [size, unit] of STEPS) {
    if (value < size) return `in ${Math.floor(value)} ${unit}`;
    value /= size;
  }
  return dates().format(new Date(time));
}

/** A duration: `12 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A short distance from the beginning: `+0.123`, `+1:02.500`, `+2:00:01.000`. */
export function offset(milliseconds: number): string {
  const sign = milliseconds < 0 ? "-" : "+";
  const ms = Math.abs(milliseconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const rest = String(Math.floor(ms % 1000)).padStart(3, "0");
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${sign}${seconds}.${rest}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${sign}${minutes}:${two(seconds % 60)}.${rest}`;
  return `${sign}${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}.${rest}`;
}

/** A size: `512 B`, `1.5 KiB`. */
export function bytes(size: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = size;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** A count with the reader's separators. */
export function count(value: number): string {
  return numbers().format(value);
}

/** The middle value; null where there is none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
