-- A task's own limits, as JSON; what they leave out is as configured for all.
CREATE TABLE task_retention (
    task_id TEXT NOT NULL PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    limits  TEXT NOT NULL
);

-- What a run that has ended takes of the disk, and what of it was let go of. A row is made once
-- somebody needs to know, not when the run ends.
CREATE TABLE run_space (
    run_id           TEXT NOT NULL PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    log_lines        BIGINT NOT NULL,
    -- As stored: compressed.
    log_bytes        BIGINT NOT NULL,
    files            BIGINT NOT NULL,
    file_bytes       BIGINT NOT NULL,
    log_removed_at   BIGINT,
    files_removed_at BIGINT,
    -- Its blocks lie in the object store.
    log_offloaded_at BIGINT
);
CREATE INDEX runs_pinned ON runs (created_at, id) WHERE pinned = 1;

-- Days whose files or partitions hold blocks that nothing needs any more.
CREATE TABLE loose_log_days (
    day   BIGINT NOT NULL PRIMARY KEY,
    -- How often that was noted.
    notes BIGINT NOT NULL
);

-- What is to be deleted from the object store: noted with the rows that go, so that it is done
-- whatever happens in between.
CREATE TABLE doomed_objects (
    run_id TEXT NOT NULL,
    part   TEXT NOT NULL,
    PRIMARY KEY (run_id, part)
);

-- Work that only one server does at a time.
CREATE TABLE leases (
    name       TEXT NOT NULL PRIMARY KEY,
    owner      TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
