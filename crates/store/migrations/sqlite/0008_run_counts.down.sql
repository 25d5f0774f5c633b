DROP TRIGGER runs_come;
DROP TRIGGER runs_become;
DROP TRIGGER runs_were;
DROP TRIGGER runs_go;
DROP TABLE run_counts;
DROP TABLE run_count_changes;
