// A flow as a graph. What draws it is loaded when it is wanted.
import { Suspense, lazy } from "react";
import type { NodeLook } from "@/domain/node";
import type { Edge } from "@/domain/flow";
import { cx } from "@/ui/cx";

const GraphCanvas = lazy(async () => ({ default: (await import("./GraphCanvas")).GraphCanvas }));

/** A component as the graph shows it. */
export interface GraphNode {
  key: string;
  title: string;
  /** A second line; left out, nothing or how it stands. */
  note?: string;
  /** How it stands, in a run. */
  look?: NodeLook;
  started?: string | null | undefined;
  took?: number | null | undefined;
  /** `3 tries`; empty for one. */
  tries?: string;
  /** Whether something is wrong with it. */
  faulty?: boolean;
}

/** What can be done in a graph that is written. */
export interface GraphEditing {
  onConnect: (from: string, to: string) => void;
  onDisconnect: (from: string, to: string) => void;
  onRemove: (key: string) => void;
}

export interface GraphProps {
  label: string;
  nodes: readonly GraphNode[];
  /** Between keys. */
  edges: readonly Edge[];
  selected: string | null;
  onSelect?: (key: string) => void;
  editing?: GraphEditing;
}

export function Graph({ className, ...props }: GraphProps & { className: string }) {
  return (
    <div role="group" aria-label={props.label} className={cx("relative", className)}>
      <Suspense fallback={<div aria-hidden className="absolute inset-3 animate-pulse rounded-md bg-raised/60" />}>
        <GraphCanvas {...props} />
      </Suspense>
    </div>
  );
}
