-- What tells searches that need not read a block's lines; null where a block has none.
ALTER TABLE log_blocks ADD COLUMN filter BYTEA;
ALTER TABLE log_blocks ALTER COLUMN filter SET STORAGE EXTERNAL;
-- A place in a node's log is found by its byte as well as by its line.
CREATE INDEX log_blocks_by_byte ON log_blocks (run_id, node, raw_start);
