DROP INDEX runs_by_wait;
DROP INDEX runs_by_duration;
