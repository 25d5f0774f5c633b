-- Automations: what sets runs of a job off, what happened, and what came of it.

CREATE TABLE automations (
    id             TEXT NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL,
    is_enabled     BIGINT NOT NULL,
    trigger_type   TEXT NOT NULL,
    trigger_config TEXT NOT NULL,
    job_id         TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    mode           TEXT NOT NULL,
    dest_type      TEXT,
    export_config  TEXT,
    user_id        TEXT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    -- Counts changes, so that what was seen of an older source is not taken for news of this one.
    revision       BIGINT NOT NULL,
    -- How far its source was looked at; null before the first time.
    place          TEXT,
    -- When it is looked at next; null while it waits for somebody else.
    next_at        BIGINT,
    looked_at      BIGINT,
    -- How often looking failed since it last did not, and why.
    failures       BIGINT NOT NULL DEFAULT 0,
    error          TEXT
);
CREATE INDEX automations_by_creation ON automations (created_at, id);
CREATE INDEX automations_by_job ON automations (job_id);
CREATE INDEX automations_due ON automations (next_at) WHERE next_at IS NOT NULL;

-- What happened at a source. An event is there once, whatever is told of it how often.
CREATE TABLE automation_events (
    id            TEXT NOT NULL PRIMARY KEY,
    automation_id TEXT NOT NULL REFERENCES automations (id) ON DELETE CASCADE,
    event_key     TEXT NOT NULL,
    about         TEXT NOT NULL,
    -- The files that it brought and where they lie.
    files         TEXT NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX automation_events_once ON automation_events (automation_id, event_key);

-- What came of an event. Each step is noted before the next is begun.
CREATE TABLE automation_runs (
    event_id      TEXT NOT NULL PRIMARY KEY REFERENCES automation_events (id) ON DELETE CASCADE,
    automation_id TEXT NOT NULL REFERENCES automations (id) ON DELETE CASCADE,
    status        TEXT NOT NULL,
    -- The run that was made of it; it may have been deleted since.
    run_id        TEXT,
    exported_to   TEXT,
    link          TEXT,
    -- How often the present step failed, and why.
    failures      BIGINT NOT NULL DEFAULT 0,
    error         TEXT,
    -- When it is gone on with; null once it is over.
    next_at       BIGINT,
    created_at    BIGINT NOT NULL,
    ended_at      BIGINT
);
CREATE INDEX automation_runs_by_creation ON automation_runs (automation_id, created_at, event_id);
CREATE INDEX automation_runs_due ON automation_runs (next_at) WHERE next_at IS NOT NULL;

-- Accounts at other services. Tokens are encrypted with the key for secrets.
CREATE TABLE connected_accounts (
    -- Whose it is; empty on a server without tokens.
    user_id    TEXT NOT NULL,
    provider   TEXT NOT NULL,
    address    TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    nonce      BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, provider)
);
