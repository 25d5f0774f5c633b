// Asking the API where its description does not say what a path takes and answers.
import { idempotencyKey } from "./client";
import { ApiProblem } from "./problem";

interface Asked {
  /** What is undefined is left out. */
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Whether a repeated request must make nothing twice. */
  once?: boolean;
  signal?: AbortSignal;
}

/** What the server answered, or an error with the problem that it told. */
export async function asked<T>(method: string, path: string, { query = {}, body, once = false, signal }: Asked = {}): Promise<T> {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = new URLSearchParams(given).toString();
  const headers: Record<string, string> = {};
  if (body !== undefined) headers["content-type"] = "application/json";
  if (once) headers["idempotency-key"] = idempotencyKey();
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  const response = await fetch(search ? `${path}?${search}` : path, init).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw ApiProblem.unreached();
  });
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw ApiProblem.from(answer, response);
  return answer as T;
}
