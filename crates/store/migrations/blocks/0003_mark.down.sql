ALTER TABLE log_blocks DROP COLUMN mark;
