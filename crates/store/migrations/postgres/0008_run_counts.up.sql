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
    durations    BYTEA NOT NULL,
    PRIMARY KEY (scope, span, kind, at, trigger_type, status)
);
-- Which tasks have the most runs is told from this index alone.
CREATE INDEX run_counts_by_time ON run_counts (span, kind, at, scope, status, runs);

CREATE FUNCTION count_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign BIGINT := TG_ARGV[0];
    run runs;
BEGIN
    IF sign > 0 THEN run := NEW; ELSE run := OLD; END IF;
    INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    VALUES (COALESCE(run.started_at, run.created_at) / 3600000000, run.task_id, run.kind,
        run.trigger_type, run.status, sign, CASE WHEN run.ended_at < run.started_at THEN 0
        ELSE (run.ended_at - run.started_at) / 1000 END);
    RETURN NULL;
END
$$;

CREATE TRIGGER runs_come AFTER INSERT ON runs
FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION count_run('1');
CREATE TRIGGER runs_become AFTER UPDATE OF task_id, kind, trigger_type, status, started_at, ended_at ON runs
FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION count_run('1');
CREATE TRIGGER runs_were AFTER UPDATE OF task_id, kind, trigger_type, status, started_at, ended_at ON runs
FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION count_run('-1');
CREATE TRIGGER runs_go AFTER DELETE ON runs
FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION count_run('-1');

INSERT INTO run_count_changes (hour, task_id, kind, trigger_type, status, runs, duration_ms)
    SELECT COALESCE(started_at, created_at) / 3600000000, task_id, kind,
        trigger_type, status, 1, CASE WHEN ended_at < started_at THEN 0
        ELSE (ended_at - started_at) / 1000 END
    FROM runs WHERE ended_at IS NOT NULL;
