DROP TRIGGER run_counts_go ON run_counts;
DROP TRIGGER run_counts_become ON run_counts;
DROP FUNCTION revise_run_counts();
DROP TABLE run_count_revisions;
