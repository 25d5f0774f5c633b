// Templates: sets of fields that are kept for other jobs; and the types that a field may have.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import { queryClient } from "./query";
import type { components } from "./schema";

export type Template = components["schemas"]["TemplateDetail"];
export type TemplateBody = components["schemas"]["TemplateBody"];
export type TemplateField = components["schemas"]["TemplateFieldRow"];
export type DataType = components["schemas"]["DataTypeRow"]["id"];

/** The newest hundred. */
const list = queryOptions({
  queryKey: ["templates", "list"],
  queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/templates", { params: { query: { limit: 100 } }, signal }))).templates,
});

/** What is read of templates, by key. */
export const templateQueries = { list };

export function templatesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ["templates"] });
}

export function createTemplate(body: TemplateBody) {
  return answered(api.POST("/api/v1/templates", { body }));
}

export function replaceTemplate(id: string, body: TemplateBody) {
  return answered(api.PUT("/api/v1/templates/{id}", { params: { path: { id } }, body }));
}

export function deleteTemplate(id: string) {
  return answered(api.DELETE("/api/v1/templates/{id}", { params: { path: { id } } }));
}
