-- Times are microseconds since 1970 in UTC. Ids are texts (UUIDv7, or adopted from older databases).

CREATE TABLE tasks (
    id                 TEXT NOT NULL PRIMARY KEY,
    kind               TEXT NOT NULL,
    name               TEXT NOT NULL,
    -- The name in lower case, for search alike on both databases.
    name_lower         TEXT NOT NULL,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL,
    -- The last number given; it never falls, so that a number is never given twice.
    last_number        BIGINT NOT NULL DEFAULT 0,
    -- Kept as runs change, so that no list counts or joins over history.
    run_count          BIGINT NOT NULL DEFAULT 0,
    latest_run_id      TEXT,
    latest_number      BIGINT,
    latest_status      TEXT,
    latest_error_type  TEXT,
    latest_started_at  BIGINT,
    latest_ended_at    BIGINT,
    latest_code_head   TEXT,
    latest_dependencies TEXT
);
CREATE INDEX tasks_by_creation ON tasks (created_at, id);
CREATE INDEX tasks_by_status ON tasks (latest_status, created_at, id);


-- A spec frozen at one moment; the id is the hash of the content, so equal specs are one row.
CREATE TABLE snapshots (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    content    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What a run really ran in: the lock and the interpreter. Equal environments are one row.
CREATE TABLE environments (
    id         TEXT NOT NULL PRIMARY KEY,
    facts      TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE runs (
    id               TEXT NOT NULL PRIMARY KEY,
    task_id          TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    kind             TEXT NOT NULL,
    number           BIGINT NOT NULL,
    status           TEXT NOT NULL,
    error_type       TEXT,
    epoch            BIGINT NOT NULL DEFAULT 0,
    last_seq         BIGINT NOT NULL DEFAULT 0,
    trigger_type     TEXT NOT NULL,
    executor         TEXT NOT NULL,
    workflow_id      TEXT NOT NULL,
    owner            TEXT NOT NULL,
    tags             TEXT NOT NULL DEFAULT '[]',
    user_id          TEXT,
    session_id       TEXT,
    workspace_id     TEXT,
    pinned           BIGINT NOT NULL DEFAULT 0,
    cancel_requested BIGINT NOT NULL DEFAULT 0,
    snapshot_id      TEXT NOT NULL REFERENCES snapshots (id),
    parent_run_id    TEXT,
    created_at       BIGINT NOT NULL,
    started_at       BIGINT,
    ended_at         BIGINT,
    UNIQUE (task_id, number)
);
CREATE INDEX runs_by_creation ON runs (created_at, id);
CREATE INDEX runs_by_start ON runs (started_at, id);
CREATE INDEX runs_by_status ON runs (status, created_at, id);
CREATE INDEX runs_by_kind ON runs (kind, created_at, id);
CREATE INDEX runs_by_task ON runs (task_id, created_at, id);
CREATE INDEX runs_by_trigger ON runs (trigger_type, created_at, id);
CREATE INDEX runs_by_user ON runs (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX runs_by_session ON runs (session_id, created_at, id) WHERE session_id IS NOT NULL;
CREATE INDEX runs_by_parent ON runs (parent_run_id, created_at, id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX runs_by_snapshot ON runs (snapshot_id);
CREATE INDEX runs_open ON runs (owner, created_at) WHERE ended_at IS NULL;

-- The large or rarely read part of a run, apart so that list pages stay small.
CREATE TABLE run_details (
    run_id               TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    inputs               TEXT,
    outputs              TEXT,
    error_message        TEXT,
    timeout_ms           BIGINT,
    environment_id       TEXT REFERENCES environments (id),
    exact_environment_id TEXT
);
CREATE INDEX run_details_by_environment ON run_details (environment_id) WHERE environment_id IS NOT NULL;

CREATE TABLE run_tags (
    tag        TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    run_id     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, created_at, run_id)
);
CREATE INDEX run_tags_by_run ON run_tags (run_id);

CREATE TABLE nodes (
    run_id     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    idx        BIGINT NOT NULL,
    name       TEXT NOT NULL,
    state      TEXT NOT NULL,
    process    TEXT,
    started_at BIGINT,
    ended_at   BIGINT,
    exit_code  BIGINT,
    message    TEXT,
    log_lines  BIGINT NOT NULL DEFAULT 0,
    log_bytes  BIGINT NOT NULL DEFAULT 0,
    log_end    TEXT,
    PRIMARY KEY (run_id, idx)
);

CREATE TABLE attempts (
    run_id      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    epoch       BIGINT NOT NULL,
    host        TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    ended_at    BIGINT,
    -- How far the executor's observations are recorded.
    position    BIGINT NOT NULL DEFAULT 0,
    -- Writes that came after another attempt had taken over; they changed nothing.
    late_writes BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, epoch)
);

-- The run's ledger but for its log lines, which lie in blocks and share the sequence.
CREATE TABLE ledger (
    run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq    BIGINT NOT NULL,
    kind   TEXT NOT NULL,
    at     BIGINT NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
);

CREATE TABLE artifacts (
    run_id     TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    path       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (run_id, path)
);

-- Secrets are kept as SHA-256 only.
CREATE TABLE tokens (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);

CREATE TABLE idempotency (
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    run_id     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
