-- Jobs of document extraction: what each of their runs was given, and what came of it beyond what
-- any run has.

-- Sets of fields that people keep. A private one is its maker's.
CREATE TABLE job_templates (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    description TEXT,
    fields      TEXT NOT NULL,
    is_public   BIGINT NOT NULL,
    user_id     TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX job_templates_by_creation ON job_templates (created_at, id);

-- A run of a job. It is there before it is submitted: then the run has no owner, so that no server
-- takes it for one that waits.
CREATE TABLE job_runs (
    run_id          TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    job_id          TEXT NOT NULL,
    config_step     TEXT NOT NULL,
    -- Counts the steps taken, so that none is taken from another than was seen.
    version         BIGINT NOT NULL,
    -- Counts all changes of what will be frozen.
    revision        BIGINT NOT NULL,
    persist_data    BIGINT NOT NULL,
    template_id     TEXT REFERENCES job_templates (id) ON DELETE SET NULL,
    fields          TEXT NOT NULL,
    field_count     BIGINT NOT NULL,
    -- Mode by folder.
    modes           TEXT NOT NULL,
    -- The number of the last file.
    last_file       BIGINT NOT NULL DEFAULT 0,
    tasks_total     BIGINT NOT NULL DEFAULT 0,
    tasks_completed BIGINT NOT NULL DEFAULT 0,
    tasks_failed    BIGINT NOT NULL DEFAULT 0,
    last_active_at  BIGINT NOT NULL,
    -- When its files and results went.
    data_removed_at BIGINT
);
CREATE INDEX job_runs_by_template ON job_runs (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX job_runs_passing ON job_runs (run_id) WHERE persist_data = 0 AND data_removed_at IS NULL;

CREATE TABLE job_files (
    id         TEXT NOT NULL PRIMARY KEY,
    run_id     TEXT NOT NULL REFERENCES job_runs (run_id) ON DELETE CASCADE,
    -- Its place among the run's files.
    n          BIGINT NOT NULL,
    name       TEXT NOT NULL,
    path       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    status     TEXT NOT NULL,
    media_type TEXT,
    source     TEXT NOT NULL,
    pages      BIGINT,
    -- The archive that it came out of.
    parent_id  TEXT,
    error      TEXT,
    sha256     TEXT,
    -- Where its bytes lie in the object store.
    object     TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX job_files_by_run ON job_files (run_id, n);

-- What people made of values that were found, beside them.
CREATE TABLE job_corrections (
    run_id       TEXT NOT NULL REFERENCES job_runs (run_id) ON DELETE CASCADE,
    node         TEXT NOT NULL,
    row_number   BIGINT NOT NULL,
    column_name  TEXT NOT NULL,
    value        TEXT NOT NULL,
    user_id      TEXT,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (run_id, node, row_number, column_name)
);

CREATE TABLE job_exports (
    id          TEXT NOT NULL PRIMARY KEY,
    run_id      TEXT NOT NULL REFERENCES job_runs (run_id) ON DELETE CASCADE,
    destination TEXT NOT NULL,
    file_type   TEXT NOT NULL,
    status      TEXT NOT NULL,
    link        TEXT,
    error       TEXT,
    size        BIGINT,
    user_id     TEXT,
    created_at  BIGINT NOT NULL,
    ended_at    BIGINT
);
CREATE INDEX job_exports_by_run ON job_exports (run_id, created_at, id);

-- One row a task that was completed; it stays when its job goes.
CREATE TABLE usage_events (
    run_id  TEXT NOT NULL,
    node    TEXT NOT NULL,
    job_id  TEXT NOT NULL,
    user_id TEXT,
    pages   BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    -- Its month in UTC: 2026-11.
    month   TEXT NOT NULL,
    PRIMARY KEY (run_id, node)
);
CREATE INDEX usage_events_by_time ON usage_events (at);
CREATE INDEX usage_events_by_user ON usage_events (user_id, month);

-- How many pages a month whoever has the token may have read; null means no limit.
ALTER TABLE tokens ADD COLUMN pages_a_month BIGINT;

-- What is to be deleted from the object store, by the beginning of its keys.
CREATE TABLE doomed_prefixes (
    prefix TEXT NOT NULL PRIMARY KEY
);

CREATE INDEX jobs_by_creation ON tasks (created_at, id) WHERE kind = 'extraction';
CREATE INDEX jobs_by_status ON tasks (latest_status, created_at, id) WHERE kind = 'extraction';

-- How many jobs there are, so that no list counts them.
CREATE TABLE job_total (
    id   BIGINT NOT NULL PRIMARY KEY,
    jobs BIGINT NOT NULL
);
INSERT INTO job_total (id, jobs) SELECT 1, COUNT(*) FROM tasks WHERE kind = 'extraction';
CREATE TRIGGER job_added AFTER INSERT ON tasks WHEN NEW.kind = 'extraction' BEGIN
    UPDATE job_total SET jobs = jobs + 1 WHERE id = 1;
END;
CREATE TRIGGER job_removed AFTER DELETE ON tasks WHEN OLD.kind = 'extraction' BEGIN
    UPDATE job_total SET jobs = jobs - 1 WHERE id = 1;
END;
