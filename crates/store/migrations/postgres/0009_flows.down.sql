DROP INDEX nodes_by_environment;
ALTER TABLE nodes DROP COLUMN reused_from;
ALTER TABLE nodes DROP COLUMN tries;
ALTER TABLE nodes DROP COLUMN environment_id;
DROP TABLE node_outputs;
DROP TABLE output_values;
DROP TABLE flows;
