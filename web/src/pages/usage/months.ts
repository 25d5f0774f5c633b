// Months in UTC, as usage is counted: `2026-11`.

export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7);
}

/** The month of `date` and those before it, the newest first. */
export function monthsBefore(date: Date, many: number): string[] {
  return Array.from({ length: many }, (_, back) => monthOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1))));
}

/** From its first moment to that of the next. */
export function spanOf(month: string): { from: string; to: string } {
  const begin = new Date(`${month}-01T00:00:00Z`);
  const end = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + 1, 1));
  return { from: begin.toISOString(), to: end.toISOString() };
}

export function parseUsageSearch(raw: Record<string, unknown>): { month?: string } {
  const month = raw["month"];
  return typeof month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {};
}
