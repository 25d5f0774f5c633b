// What a run is, and what may be done with it where it stands. Every page asks here.
import type { components } from "@/api/schema";

export type RunRow = components["schemas"]["RunRow"];
export type Run = components["schemas"]["RunDetail"];
export type RunNode = components["schemas"]["NodeDetail"];
export type RunStatus = components["schemas"]["StatusWord"];
export type RunKind = components["schemas"]["KindWord"];
export type TaskPhase = components["schemas"]["TaskPhaseWord"];
export type ErrorType = components["schemas"]["ErrorWord"];

export const RUN_STATUSES: readonly RunStatus[] = [
  "pending",
  "running",
  "success",
  "failure",
  "cancelled",
];

export const RUN_KINDS: readonly RunKind[] = ["script", "flow", "extraction"];

type Standing = Pick<RunRow, "status">;

/** Whether nothing can change any more. */
export function hasEnded(run: Standing): boolean {
  return run.status !== "pending" && run.status !== "running";
}

/** Whether it ran elsewhere and is only recorded here: then nothing can be run or stopped from here. */
export function isRecorded(run: Pick<RunRow, "executor">): boolean {
  return run.executor === "external";
}

/** What may be done with a run. */
export const runCan = {
  cancel: (run: Standing & Pick<RunRow, "executor"> & { cancel_requested?: boolean }): boolean =>
    !isRecorded(run) && !hasEnded(run) && run.cancel_requested !== true,
  /** A job's next run is set up in the job. */
  rerun: (run: Pick<RunRow, "executor" | "kind">): boolean => !isRecorded(run) && run.kind !== "extraction",
  /** Going on from one of its components. */
  resume: (run: Pick<RunRow, "kind" | "status" | "executor">): boolean =>
    run.kind === "flow" && hasEnded(run) && !isRecorded(run),
  delete: (run: Standing): boolean => hasEnded(run),
  /** With the very packages that it resolved. */
  rerunExactly: (run: Pick<Run, "environment" | "executor" | "kind">): boolean => run.environment != null && runCan.rerun(run),
  /** Making an earlier run's code the task's again. */
  rollBack: (run: Pick<RunRow, "number" | "executor">, latest: number): boolean => run.number < latest && !isRecorded(run),
};

/** Whether a reader wants to see what was different when it still went well. */
export function wantsSuccess(run: Standing): boolean {
  return run.status === "failure" || run.status === "cancelled";
}

/** The status of a task's latest run, from the phase that the tasks interface speaks of. */
export function statusOfPhase(phase: TaskPhase): RunStatus | null {
  switch (phase) {
    case "Pending":
      return "pending";
    case "Running":
      return "running";
    case "Succeeded":
      return "success";
    case "Failed":
    case "Error":
      return "failure";
    case "Cancelled":
      return "cancelled";
    case "":
      return null;
  }
}

/** The phase in which the tasks interface speaks of a run. */
export function phaseOf(run: Pick<RunRow, "status" | "error_type">): TaskPhase {
  switch (run.status) {
    case "pending":
      return "Pending";
    case "running":
      return "Running";
    case "success":
      return "Succeeded";
    case "failure":
      return run.error_type === "platform" ? "Error" : "Failed";
    case "cancelled":
      return "Cancelled";
  }
}

/** How a status is told to people. */
export const STATUS_WORDS: Record<RunStatus, string> = {
  pending: "Waiting",
  running: "Running",
  success: "Succeeded",
  failure: "Failed",
  cancelled: "Cancelled",
};

/** Why a run failed, in a few words. */
export const ERROR_WORDS: Record<ErrorType, string> = {
  exit: "exit code",
  signal: "ended by a signal",
  timeout: "time limit",
  out_of_memory: "out of memory",
  dependency: "packages",
  platform: "platform",
  partial: "in part",
};

/** The nodes whose logs are worth a look: a setup that went well and said nothing is not. */
export function nodesWithLogs(nodes: readonly RunNode[]): RunNode[] {
  const quiet = (node: RunNode) => node.log.lines === 0 && node.state !== "failure";
  return nodes.filter((node) => node.name !== "setup" || !quiet(node));
}

/** The node that a reader wants first: the program's, or the setup where that is all there is. */
export function firstNode(nodes: readonly RunNode[]): string {
  const steps = nodes.filter((node) => node.name !== "setup");
  const setup = nodes.find((node) => node.name === "setup");
  const began = steps.some((node) => node.started_at != null || node.log.lines > 0);
  if (!began && setup && (setup.log.lines > 0 || setup.state === "failure")) return "setup";
  return steps.find((node) => node.state === "failure")?.name ?? steps[0]?.name ?? "main";
}
