DROP INDEX flow_runs_by_flow;
CREATE INDEX flow_runs_by_flow ON runs (task_id, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow';
