-- Lists of runs go by creation; these two say how long a run took and how long it waited, in classes,
-- so that "at least so long" and "began after" are a few ordered ranges each. Both are indexes on
-- expressions: no column is added and no row is rewritten, and a run enters them only when it has
-- ended or has waited long, so that creating one costs nothing more. `run_list/classes.rs` writes
-- the same expressions; there a test holds them against this file.

CREATE INDEX runs_by_duration ON runs ((CASE WHEN ended_at - started_at >= 86400000000 THEN 11 WHEN ended_at - started_at >= 14400000000 THEN 10 WHEN ended_at - started_at >= 3600000000 THEN 9 WHEN ended_at - started_at >= 1800000000 THEN 8 WHEN ended_at - started_at >= 600000000 THEN 7 WHEN ended_at - started_at >= 300000000 THEN 6 WHEN ended_at - started_at >= 60000000 THEN 5 WHEN ended_at - started_at >= 30000000 THEN 4 WHEN ended_at - started_at >= 10000000 THEN 3 WHEN ended_at - started_at >= 5000000 THEN 2 WHEN ended_at - started_at >= 1000000 THEN 1 WHEN ended_at - started_at >= 0 THEN 0 END), created_at, id)
    WHERE ended_at IS NOT NULL;

CREATE INDEX runs_by_wait ON runs ((CASE WHEN started_at - created_at >= 864000000000 THEN 3 WHEN started_at - created_at >= 86400000000 THEN 2 WHEN started_at - created_at >= 3600000000 THEN 1 WHEN started_at - created_at >= 60000000 THEN 0 END), created_at, id)
    WHERE started_at - created_at >= 60000000;

-- No run begins before it was created: a run's start then bounds its creation. The clocks of
-- several servers may have said otherwise.
UPDATE runs SET started_at = created_at,
        ended_at = CASE WHEN ended_at < created_at THEN created_at ELSE ended_at END
    WHERE started_at < created_at;

-- No list goes by start any more.
DROP INDEX runs_by_start;
