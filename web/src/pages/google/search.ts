// What Google hands on by the address when the reader comes back: a code and a state, or why there is none.

export interface GoogleSearch {
  code?: string;
  state?: string;
  error?: string;
}

export function parseGoogleSearch(raw: Record<string, unknown>): GoogleSearch {
  const search: GoogleSearch = {};
  for (const name of ["code", "state", "error"] as const) {
    const value = raw[name];
    if (typeof value === "string" && value !== "") search[name] = value;
  }
  return search;
}
