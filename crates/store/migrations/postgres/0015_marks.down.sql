ALTER TABLE log_blocks DROP COLUMN mark;
ALTER TABLE attempts DROP COLUMN mark;
