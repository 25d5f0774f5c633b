// Written from the types of the crate annals-store; write it anew with
//   ANNALS_WRITE_TYPES=1 cargo test -p annals-store --lib typescript

/**
 * What an entry of the build history tells of.
 */
export type TaskBuildHistoryContextType = "chat_message" | "execution_step" | "agent_turn" | "setup_complete" | "error" | "status_change";

/**
 * An entry of a task's build history.
 */
export type TaskBuildHistory = {
  /**
   * Its id: a UUIDv7.
   */
  id: string,
  /**
   * The task.
   */
  task_id: string,
  /**
   * The run it belongs to, if any.
   */
  run_id: string | null,
  /**
   * The writer's workspace.
   */
  workspace_id: string | null,
  /**
   * The writer's session.
   */
  session_id: string | null,
  /**
   * What it tells of.
   */
  context_type: TaskBuildHistoryContextType,
  /**
   * What it says.
   */
  content: string,
  /**
   * A JSON text.
   */
  metadata: string | null,
  /**
   * When it was written.
   */
  created_at: string,
  /**
   * From then on it is never answered.
   */
  expires_at: string,
  /**
   * Its number among the task's entries, from 1; order and eviction go by it.
   */
  n: number,
  /**
   * Its place in the run's ledger; none without a run.
   */
  seq: number | null,
};

/**
 * What an entry is made from.
 */
export type CreateTaskBuildHistory = {
  /**
   * The task.
   */
  task_id: string,
  /**
   * A run of that task; the entry then takes the next place in its ledger.
   */
  run_id?: string | null,
  /**
   * The writer's workspace.
   */
  workspace_id?: string | null,
  /**
   * The writer's session.
   */
  session_id?: string | null,
  /**
   * What it tells of.
   */
  context_type: TaskBuildHistoryContextType,
  /**
   * What it says, at most 1 MiB of UTF-8.
   */
  content: string,
  /**
   * A JSON text, at most 1 MiB.
   */
  metadata?: string | null,
};
