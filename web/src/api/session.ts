// Who the reader is. A token is exchanged for a cookie that scripts cannot read; requests of other
// sites do not carry it, and the server refuses writes of foreign origins.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => answered(api.GET("/api/v1/session", { signal })),
  staleTime: 5 * 60_000,
});

export function signIn(token: string) {
  return answered(api.POST("/api/v1/session", { body: { token } }));
}

export function signOut() {
  return answered(api.DELETE("/api/v1/session"));
}
