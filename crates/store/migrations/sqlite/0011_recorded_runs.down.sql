DROP INDEX flows_by_name;
DROP TABLE recordings;
ALTER TABLE run_details DROP COLUMN metadata;
