// What stands where there is nothing yet, nothing at all, or something went wrong.
import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ApiProblem, isStatus, sentence } from "@/api/problem";
import { Button } from "./button";

/** The shape of what is being read. */
export function Loading({ what, rows = 6 }: { what: string; rows?: number }) {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Reading {what}…</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="h-8 animate-pulse rounded-md bg-raised" />
      ))}
    </div>
  );
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
}

/** There is nothing; the children say how there will be something. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-12 text-center">
      <h2 className="text-base font-semibold">{title}</h2>
      <div className="flex flex-col items-center gap-3 text-soft">{children}</div>
    </div>
  );
}

interface FailureProps {
  error: unknown;
  /** What was asked for: "the run". */
  what: string;
  retry?: (() => void) | undefined;
}

/** Something could not be read: what the server says, and what to do. */
export function Failure({ error, what, retry }: FailureProps) {
  const gone = isStatus(error, 404);
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-12 text-center">
      <TriangleAlert aria-hidden className="size-6 text-bad" />
      <h2 className="text-base font-semibold">
        {gone ? `There is no such ${what.replace(/^the /, "")} here` : `Could not read ${what}`}
      </h2>
      <p className="wrap-anywhere text-soft">
        {sentence(error)} {gone && "It may have been deleted; the history shows what there is."}
      </p>
      {retry && !gone && (
        <Button onClick={retry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      )}
    </div>
  );
}

/** An action failed: why, field by field where the server says so. */
export function Refusal({ error }: { error: unknown }) {
  if (error == null) return null;
  const issues = error instanceof ApiProblem ? error.issues : [];
  return (
    <div role="alert" className="rounded-md border border-bad/50 bg-bad/10 px-3 py-2 text-text">
      <p className="font-medium text-bad">{error instanceof ApiProblem ? error.title : "It failed"}</p>
      {issues.length === 0 && <p className="whitespace-pre-wrap">{sentence(error)}</p>}
      <ul>
        {issues.map((issue, at) => (
          <li key={at}>
            <code className="font-mono">{issue.loc.slice(1).join(".")}</code> {issue.msg}
          </li>
        ))}
      </ul>
    </div>
  );
}
