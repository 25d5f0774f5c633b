// The API as the pages call it: types from the served description, problems as errors.
import createClient from "openapi-fetch";
import { fetchAhead } from "./ahead";
import { ApiProblem } from "./problem";
import type { paths } from "./schema";

const client = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin", fetch: fetchAhead });

client.use({
  onError: () => ApiProblem.unreached(),
});

export const api = client;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the server answered, or an error with the problem that it told. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw ApiProblem.from(error, response);
  return data as T;
}

/** A key with which a repeated request makes nothing twice. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
