-- Flows: what each is right now, and what the components of their runs gave.

CREATE TABLE flows (
    task_id     TEXT NOT NULL PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    description TEXT,
    -- Components and edges: the spec that the next run freezes.
    content     TEXT NOT NULL,
    -- The same without code, for lists.
    shape       TEXT NOT NULL,
    -- Counts the changes, so that none is made to another state than was read.
    revision    BIGINT NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX flows_by_creation ON flows (created_at, task_id);

-- What components wrote to their outputs file, by the hash of it: runs that use outputs of an
-- earlier one again share the row.
CREATE TABLE output_values (
    id         TEXT NOT NULL PRIMARY KEY,
    content    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE node_outputs (
    run_id   TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    idx      BIGINT NOT NULL,
    value_id TEXT NOT NULL REFERENCES output_values (id),
    PRIMARY KEY (run_id, idx)
);
CREATE INDEX node_outputs_by_value ON node_outputs (value_id);

-- The environment of each component; that of a script stands with its run.
ALTER TABLE nodes ADD COLUMN environment_id TEXT;
CREATE INDEX nodes_by_environment ON nodes (environment_id) WHERE environment_id IS NOT NULL;
-- How often it was begun; null in rows of before.
ALTER TABLE nodes ADD COLUMN tries BIGINT;
-- The run whose outcome was used again instead of running it.
ALTER TABLE nodes ADD COLUMN reused_from TEXT;
