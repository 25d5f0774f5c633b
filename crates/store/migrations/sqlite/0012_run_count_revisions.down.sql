DROP TRIGGER run_counts_go;
DROP TRIGGER run_counts_become;
DROP TRIGGER run_counts_come;
DROP TABLE run_count_revisions;
