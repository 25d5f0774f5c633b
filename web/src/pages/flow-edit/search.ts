// What an address says about the editor of a flow: the form in which it is shown, and the chosen component.

export const EDIT_VIEWS = ["graph", "list", "json"] as const;

export type EditView = (typeof EDIT_VIEWS)[number];

export interface EditSearch {
  view?: EditView;
}

export function parseEditSearch(raw: Record<string, unknown>): EditSearch {
  const view = EDIT_VIEWS.find((known) => known === raw["view"]);
  return view ? { view } : {};
}
