-- Lists of flow runs go by their start, and by their creation while they have not begun. Only rows
-- of flows enter these indexes, so that runs of other kinds cost what they did.
CREATE INDEX flow_runs ON runs (COALESCE(started_at, created_at), id) WHERE kind = 'flow';
CREATE INDEX flow_runs_by_flow ON runs (task_id, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow';
CREATE INDEX flow_runs_by_status ON runs (status, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow';
CREATE INDEX flow_runs_by_trigger ON runs (trigger_type, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow';
CREATE INDEX flow_runs_by_session ON runs (session_id, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow' AND session_id IS NOT NULL;
CREATE INDEX flow_runs_by_user ON runs (user_id, COALESCE(started_at, created_at), id)
    WHERE kind = 'flow' AND user_id IS NOT NULL;
