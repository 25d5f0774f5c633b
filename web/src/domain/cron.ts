// Times that come again: cron's five fields, or six with seconds, in words and as the times that come next.
// The server decides when a time has come; this only shows it while one writes.

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY_WORDS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const SHORT: Record<string, string> = { "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *" };

const DAY_MS = 86_400_000;
/** A year with 29 February in it is at most eight years away. */
const FARTHEST_DAYS = 8 * 366;

export interface Cron {
  seconds: number[];
  minutes: number[];
  hours: number[];
  /** Days of the month; null for any. */
  days: number[] | null;
  months: number[];
  /** From Sunday, 0; null for any. */
  weekdays: number[] | null;
}

/** Reads a cron expression; null for what is none, or is beyond what is shown here. */
export function parseCron(text: string): Cron | null {
  const fields = (SHORT[text.trim()] ?? text.trim()).toLowerCase().split(/\s+/);
  if (fields.length === 5) fields.unshift("0");
  const [second = "", minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length !== 6) return null;
  const seconds = values(second, 0, 59);
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const days = values(day, 1, 31);
  const months = values(named(month, MONTHS, 1), 1, 12);
  const weekdays = values(named(weekday, DAYS, 0), 0, 7);
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) return null;
  const unique = [...new Set(weekdays.map((one) => one % 7))].sort((a, b) => a - b);
  return { seconds, minutes, hours, days: isAny(day) ? null : days, months, weekdays: isAny(weekday) ? null : unique };
}

function isAny(field: string): boolean {
  return field === "*" || field === "?";
}

function named(field: string, names: readonly string[], first: number): string {
  return names.reduce((text, name, at) => text.replaceAll(name, String(at + first)), field);
}

/** The numbers that a field means; null where it is none. */
function values(field: string, least: number, most: number): number[] | null {
  const all = new Set<number>();
  for (const part of field.split(",")) {
    const found = /^(?:(\*|\?)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!found) return null;
    const [, any, from, to, step] = found;
    const begin = any ? least : Number(from);
    const end = any || (step && !to) ? most : Number(to ?? from);
    if (begin < least || end > most || begin > end || step === "0") return null;
    for (let value = begin; value <= end; value += Number(step ?? 1)) all.add(value);
  }
  return [...all].sort((a, b) => a - b);
}

/** The first `count` times after `after` (milliseconds since 1970) in a time zone; fewer where no more come. */
export function nextTimes(cron: Cron, zone: string, after: number, count: number): number[] {
  const start = after + offsetAt(zone, after);
  const today = Math.floor(start / DAY_MS) * DAY_MS;
  const found: number[] = [];
  for (let day = 0; day < FARTHEST_DAYS && found.length < count; day += 1) {
    const midnight = today + day * DAY_MS;
    if (!isDay(cron, new Date(midnight))) continue;
    for (const wall of timesOf(cron, midnight)) {
      if (wall <= start) continue;
      found.push(toUtc(wall, zone));
      if (found.length === count) break;
    }
  }
  return found;
}

/** As cron has it: where both kinds of days are named, either is enough. */
function isDay({ days, months, weekdays }: Cron, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const byDate = days?.includes(date.getUTCDate());
  const byWeekday = weekdays?.includes(date.getUTCDay());
  return byDate === undefined ? (byWeekday ?? true) : byDate || (byWeekday ?? false);
}

function* timesOf({ hours, minutes, seconds }: Cron, midnight: number): Generator<number> {
  for (const hour of hours) {
    for (const minute of minutes) {
      for (const second of seconds) yield midnight + (hour * 3600 + minute * 60 + second) * 1000;
    }
  }
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(zone: string, at: number): number {
  const parts = clockOf(zone).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return wall - Math.floor(at / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const two = "2-digit";
  const wanted = { timeZone, hourCycle: "h23", year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("en-US", wanted);
  clocks.set(timeZone, clock);
  return clock;
}

/** The moment at which a zone's clocks show this; the first, where they do so twice; an hour later, where they never do. */
function toUtc(wall: number, zone: string): number {
  const [first, second] = [wall - offsetAt(zone, wall - DAY_MS), wall - offsetAt(zone, wall + DAY_MS)];
  const shows = (at: number) => at + offsetAt(zone, at) === wall;
  return !shows(first) && shows(second) ? second : first;
}

/** Whether this is the name of a time zone. */
export function isZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** A schedule in words: `Every day at 09:00`; null where it is too manifold for a few of them. */
export function scheduleWords(text: string): string | null {
  const cron = parseCron(text);
  if (!cron || cron.months.length < 12 || cron.seconds.join() !== "0") return null;
  const when = clockWords(cron);
  const days = dayWords(cron);
  if (when === null || days === null) return null;
  if (when.startsWith("at ")) return capital(`${days || "every day"} ${when}`);
  return capital(days ? `${when}, ${days}` : when);
}

function clockWords({ hours, minutes }: Cron): string | null {
  const [first = 0, second = 60] = minutes;
  const everyHour = hours.length === 24;
  if (everyHour && minutes.length === 60) return "every minute";
  if (everyHour && minutes.length === 1) return first === 0 ? "every hour" : `every hour at ${two(first)} minutes past`;
  const step = second - first;
  if (everyHour && first === 0 && 60 % step === 0 && minutes.length === 60 / step) return `every ${step} minutes`;
  if (minutes.length > 1 || hours.length > 3) return null;
  return `at ${listed(hours.map((hour) => `${two(hour)}:${two(first)}`))}`;
}

function dayWords({ days, weekdays }: Cron): string | null {
  if (days && weekdays) return null;
  if (days) return days.length > 3 ? null : `on day ${listed(days.map(String))} of the month`;
  if (!weekdays || weekdays.length === 7) return "";
  return weekdays.join() === "1,2,3,4,5" ? "Monday to Friday" : `every ${listed(weekdays.map((day) => DAY_WORDS[day] ?? ""))}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
