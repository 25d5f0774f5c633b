DROP TABLE leases;
DROP TABLE doomed_objects;
DROP TABLE loose_log_days;
DROP INDEX runs_pinned;
DROP TABLE run_space;
DROP TABLE task_retention;
