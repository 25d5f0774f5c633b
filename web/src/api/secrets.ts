// Stored secrets: their names. Values are only ever written.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";

/** The first names. */
const list = queryOptions({
  queryKey: ["secrets", "list"],
  queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/secrets", { signal }))).secrets.map(({ name }) => name),
});

/** What is read of secrets, by key. */
export const secretQueries = { list };

export function putSecret(name: string, value: string) {
  return answered(api.PUT("/api/v1/secrets/{name}", { params: { path: { name } }, body: { value } }));
}
