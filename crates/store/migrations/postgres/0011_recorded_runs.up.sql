-- Runs that are carried out elsewhere, and are only recorded here.

-- What the caller keeps with a run: a JSON object.
ALTER TABLE run_details ADD COLUMN metadata TEXT;

-- Those of them that have not ended: a run that is not heard of in time is taken for failed. A row
-- goes when its run ends, so that there are never more of them than of open runs.
CREATE TABLE recordings (
    run_id   TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    heard_at BIGINT NOT NULL,
    -- For how many milliseconds it may be silent.
    limit_ms BIGINT NOT NULL,
    -- When that time is over.
    due_at   BIGINT NOT NULL
);
CREATE INDEX recordings_by_due ON recordings (due_at);

-- A run may be recorded to a flow by the flow's name.
CREATE INDEX flows_by_name ON tasks (name, created_at, id) WHERE kind = 'flow';
