// An error of the API, in the form that people can act on.
import type { components } from "./schema";

const UNREACHED = "The server did not answer. Is it running, and is the network there?";

type Body = Pick<components["schemas"]["Problem"], "status" | "title" | "detail" | "errors">;

/** What the server said is wrong. Status 0: it did not answer at all. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly title: string;
  readonly issues: components["schemas"]["Issue"][];

  constructor(body: Body) {
    super(body.detail);
    this.status = body.status;
    this.title = body.title;
    this.issues = body.errors ?? [];
  }

  static unreached(): ApiProblem {
    return new ApiProblem({ status: 0, title: "No answer", detail: UNREACHED, errors: [] });
  }

  static from(body: unknown, response: Response): ApiProblem {
    if (isBody(body)) return new ApiProblem(body);
    const title = response.statusText || "The server refused";
    const detail = `The server answered ${response.status} and did not say why.`;
    return new ApiProblem({ status: response.status, title, detail, errors: [] });
  }
}

function isBody(body: unknown): body is Body {
  return typeof body === "object" && body !== null && "detail" in body && "status" in body;
}

/** Whether asking again might help. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status >= 502);
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiProblem && error.status === status;
}

/** A sentence on what went wrong, with a capital and a full stop; longer texts end as they end. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const stop = text.includes("\n") ? text : text.replace(/[^.!?:]$/u, "$&.");
  return stop.charAt(0).toUpperCase() + stop.slice(1);
}
