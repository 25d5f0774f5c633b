DROP INDEX log_blocks_by_byte;
ALTER TABLE log_blocks DROP COLUMN filter;
