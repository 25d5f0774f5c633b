// Templates: sets of fields that are kept for other jobs; and the types that a field may have.
import { queryOptions } from "@tanstack/react-query";
import { asked } from "./json";
import { queryClient } from "./query";

export interface TemplateField {
  name: string;
  data_type: string;
  prompt?: string | null;
}

export interface Template {
  id: string;
  name: string;
  description: string | null;
  fields: TemplateField[];
  is_public: boolean;
}

export interface DataType {
  id: string;
  name: string;
  example: string;
}

const list = queryOptions({
  queryKey: ["templates", "list"],
  queryFn: async ({ signal }) => (await asked<{ templates: Template[] }>("GET", "/api/v1/templates", { query: { limit: 100 }, signal })).templates,
});

/** The types of fields; they do not change while the server runs. */
const types = queryOptions({
  queryKey: ["data-types"],
  queryFn: async ({ signal }) => (await asked<{ data_types: DataType[] }>("GET", "/api/v1/data-types", { signal })).data_types,
  staleTime: Infinity,
});

/** What is read of templates, by key. */
export const templateQueries = { list, types };

export function templatesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ["templates"] });
}

export type TemplateBody = Omit<Template, "id">;

export function createTemplate(body: TemplateBody) {
  return asked<Template>("POST", "/api/v1/templates", { body });
}

export function replaceTemplate(id: string, body: TemplateBody) {
  return asked<Template>("PUT", `/api/v1/templates/${id}`, { body });
}

export function deleteTemplate(id: string) {
  return asked<unknown>("DELETE", `/api/v1/templates/${id}`);
}
