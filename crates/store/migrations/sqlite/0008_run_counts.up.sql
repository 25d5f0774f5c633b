-- Figures of the runs that have ended, kept as runs change. What changes is noted by triggers in the
-- transaction that changes the run, whoever makes it; the notes are only added, so that no two
-- transactions wait for each other, and are summed up afterwards (`store/src/stats/fold.rs`). Runs that
-- have not ended are counted where they are, so that creating one costs nothing.

-- An ended run came (1) or went (-1).
CREATE TABLE run_count_changes (
    -- When the run began, or was accepted if it never began: hours since 1970.
    hour         BIGINT NOT NULL,
    task_id      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    trigger_type TEXT NOT NULL,
    status       TEXT NOT NULL,
    runs         BIGINT NOT NULL,
    -- From start to end; null if it never began.
    duration_ms  BIGINT
);

CREATE TABLE run_counts (
    -- A task's id; empty: all tasks.
    scope        TEXT NOT NULL,
    -- Over how many hours: 1 or 24.
    span         BIGINT NOT NULL,
    -- Empty, and so is trigger_type: all together.
    kind         TEXT NOT NULL,
    -- The first of them, in hours since 1970.
    at           BIGINT NOT NULL,
    trigger_type TEXT NOT NULL,
    status       TEXT NOT NULL,
    runs         BIGINT NOT NULL,
    sum_ms       BIGINT NOT NULL,
    -- How many durations lie in which class.
    durations    BLOB NOT NULL,
    PRIMARY KEY (scope, span, kind, at, trigger_type, status)
);
-- Which tasks have the most runs is told from this index alone.
CREATE INDEX run_counts_by_time ON run_counts (span, kind, at, scope, status, runs);

CREATE TRIGGER runs_come AFTER INSERT ON runs
WHEN NEW.ended_at IS NOT NULL BEGIN
    INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    VALUES (COALESCE(NEW.started_at, NEW.created_at) / 3600000000, NEW.task_id, NEW.kind,
        NEW.trigger_type, NEW.status, 1, CASE WHEN NEW.ended_at < NEW.started_at THEN 0
        ELSE (NEW.ended_at - NEW.started_at) / 1000 END);
END;

CREATE TRIGGER runs_become AFTER UPDATE OF task_id, kind, trigger_type, status, started_at, ended_at ON runs
WHEN NEW.ended_at IS NOT NULL BEGIN
    INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    VALUES (COALESCE(NEW.started_at, NEW.created_at) / 3600000000, NEW.task_id, NEW.kind,
        NEW.trigger_type, NEW.status, 1, CASE WHEN NEW.ended_at < NEW.started_at THEN 0
        ELSE (NEW.ended_at - NEW.started_at) / 1000 END);
END;

CREATE TRIGGER runs_were AFTER UPDATE OF task_id, kind, trigger_type, status, started_at, ended_at ON runs
WHEN OLD.ended_at IS NOT NULL BEGIN
    INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    VALUES (COALESCE(OLD.started_at, OLD.created_at) / 3600000000, OLD.task_id, OLD.kind,
        OLD.trigger_type, OLD.status, -1, CASE WHEN OLD.ended_at < OLD.started_at THEN 0
        ELSE (OLD.ended_at - OLD.started_at) / 1000 END);
END;

CREATE TRIGGER runs_go AFTER DELETE ON runs
WHEN OLD.ended_at IS NOT NULL BEGIN
    INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    VALUES (COALESCE(OLD.started_at, OLD.created_at) / 3600000000, OLD.task_id, OLD.kind,
        OLD.trigger_type, OLD.status, -1, CASE WHEN OLD.ended_at < OLD.started_at THEN 0
        ELSE (OLD.ended_at - OLD.started_at) / 1000 END);
END;

INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    SELECT COALESCE(started_at, created_at) / 3600000000, task_id, kind,
        trigger_type, status, 1, CASE WHEN ended_at < started_at THEN 0
        ELSE (ended_at - started_at) / 1000 END
    FROM runs WHERE ended_at IS NOT NULL;
