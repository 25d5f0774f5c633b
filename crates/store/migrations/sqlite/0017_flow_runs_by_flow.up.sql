-- The runs of a flow, with all that a list of them can be narrowed by: which of them failed is then told
-- from this index alone, where each run's row was read before. What the index is limited to and what its
-- expression is made of are held too: SQLite leaves the rows unread only then.
DROP INDEX flow_runs_by_flow;
CREATE INDEX flow_runs_by_flow ON runs (task_id, COALESCE(started_at, created_at), id,
        status, user_id, session_id, trigger_type, kind, started_at, created_at)
    WHERE kind = 'flow';
