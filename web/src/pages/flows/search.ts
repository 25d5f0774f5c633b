// What an address says about the list of flows.

export interface FlowsSearch {
  q?: string;
}

export function parseFlowsSearch(raw: Record<string, unknown>): FlowsSearch {
  const q = typeof raw["q"] === "string" || typeof raw["q"] === "number" ? String(raw["q"]) : "";
  return q ? { q } : {};
}
