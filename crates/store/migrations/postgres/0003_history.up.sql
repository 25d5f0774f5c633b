-- Where each task's build history stands. Whoever adds to it or takes from it holds this row, so
-- that numbers have no gap and the limit is exact however many write.
CREATE TABLE task_history_heads (
    task_id     TEXT NOT NULL PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    -- The last number given; it never falls.
    last_n      BIGINT NOT NULL DEFAULT 0,
    -- The rows below, expired ones that were not swept yet among them.
    entries     BIGINT NOT NULL DEFAULT 0,
    -- The task's own limits; none: as configured for all.
    max_entries BIGINT,
    max_age_ms  BIGINT
);

CREATE TABLE task_history (
    -- By way of the head, so that adding an entry waits for nothing but that row.
    task_id      TEXT NOT NULL REFERENCES task_history_heads (task_id) ON DELETE CASCADE,
    n            BIGINT NOT NULL,
    id           TEXT NOT NULL,
    run_id       TEXT,
    -- The place in the run's ledger.
    seq          BIGINT,
    -- 1: the ledger holds a row of its own for it; 0: it mirrors another entry or has no run.
    own_seq      BIGINT NOT NULL,
    workspace_id TEXT,
    session_id   TEXT,
    context_type TEXT NOT NULL,
    -- Both null once they are packed.
    content      TEXT,
    metadata     TEXT,
    -- JSON of content and metadata, compressed with zstd.
    packed       BYTEA,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    PRIMARY KEY (task_id, n)
);
CREATE INDEX task_history_by_expiry ON task_history (expires_at);
CREATE INDEX task_history_of_task_by_expiry ON task_history (task_id, expires_at);
CREATE INDEX task_history_unpacked ON task_history (created_at) WHERE packed IS NULL;
CREATE INDEX task_history_by_workspace ON task_history (workspace_id, created_at, id) WHERE workspace_id IS NOT NULL;
CREATE INDEX task_history_by_session ON task_history (session_id, created_at, id) WHERE session_id IS NOT NULL;

-- What was made under an Idempotency-Key: ids and places; the texts are in the request.
CREATE TABLE task_history_keys (
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    task_id    TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    body_hash  TEXT NOT NULL,
    made       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX task_history_keys_by_task ON task_history_keys (task_id);
CREATE INDEX task_history_keys_by_age ON task_history_keys (created_at);
