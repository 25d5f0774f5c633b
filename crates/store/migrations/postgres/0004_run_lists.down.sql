DROP INDEX runs_by_wait;
DROP INDEX runs_by_duration;
CREATE INDEX runs_by_start ON runs (started_at, id);
