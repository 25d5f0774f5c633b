// The reader's account at Google: whether one is connected, and connecting one.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { components } from "./schema";

export type GoogleAccount = components["schemas"]["AccountDetail"];

const status = queryOptions({
  queryKey: ["google", "status"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/integrations/google/status", { signal })),
});

/** Exchanges what the reader came back with, once. */
function exchange(code: string, state: string) {
  return queryOptions({
    queryKey: ["google", "exchange", state],
    queryFn: () => answered(api.POST("/api/v1/integrations/google/exchange", { body: { code, state } })),
    staleTime: "static",
    retry: false,
  });
}

/** What is read of the account, by key. */
export const googleQueries = { status, exchange };

/** Where the reader goes to agree. */
export async function googleAuthUrl(): Promise<string> {
  return (await answered(api.GET("/api/v1/integrations/google/auth-url"))).auth_url;
}

export function disconnectGoogle() {
  return answered(api.DELETE("/api/v1/integrations/google/disconnect"));
}
