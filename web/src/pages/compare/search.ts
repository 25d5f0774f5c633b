// What an address says about a comparison: the two runs.

export interface CompareSearch {
  a?: string;
  b?: string;
}

export function parseCompareSearch(raw: Record<string, unknown>): CompareSearch {
  const search: CompareSearch = {};
  if (typeof raw["a"] === "string" && raw["a"]) search.a = raw["a"];
  if (typeof raw["b"] === "string" && raw["b"]) search.b = raw["b"];
  return search;
}
