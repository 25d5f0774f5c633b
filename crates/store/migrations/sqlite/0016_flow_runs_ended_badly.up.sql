-- Runs of flows that ended badly, with all that a list of them can be narrowed by: failures of one user
-- are then told from this index alone. A run enters it only when it ended badly. What the index is
-- limited to and what its expression is made of are held too: SQLite leaves the rows unread only then.
CREATE INDEX flow_runs_ended_badly ON runs (status, COALESCE(started_at, created_at), id,
        user_id, session_id, task_id, trigger_type, kind, started_at, created_at)
    WHERE kind = 'flow' AND status IN ('failure', 'cancelled');
