ALTER TABLE log_blocks RENAME TO log_blocks_before;
CREATE TABLE log_blocks (
    day        BIGINT NOT NULL,
    run_id     TEXT NOT NULL,
    node       BIGINT NOT NULL,
    epoch      BIGINT NOT NULL,
    first_seq  BIGINT NOT NULL,
    first_line BIGINT NOT NULL,
    lines      BIGINT NOT NULL,
    raw_start  BIGINT NOT NULL,
    raw_len    BIGINT NOT NULL,
    first_at   BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    checksum   BIGINT NOT NULL,
    data       BLOB NOT NULL,
    PRIMARY KEY (run_id, first_seq)
);
INSERT INTO log_blocks (day, run_id, node, epoch, first_seq, first_line, lines, raw_start, raw_len,
    first_at, last_at, position, checksum, data)
SELECT day, run_id, node, epoch, first_seq, first_line, lines, raw_start, raw_len,
    first_at, last_at, position, checksum, data
FROM log_blocks_before ORDER BY rowid;
DROP TABLE log_blocks_before;
CREATE INDEX log_blocks_by_line ON log_blocks (run_id, node, first_line);
