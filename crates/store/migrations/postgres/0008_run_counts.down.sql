DROP TRIGGER runs_come ON runs;
DROP TRIGGER runs_become ON runs;
DROP TRIGGER runs_were ON runs;
DROP TRIGGER runs_go ON runs;
DROP FUNCTION count_run();
DROP TABLE run_counts;
DROP TABLE run_count_changes;
