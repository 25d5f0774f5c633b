-- Log blocks of the runs created on one day, in a SQLite file of their own: forgetting is removing it.
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
CREATE INDEX log_blocks_by_line ON log_blocks (run_id, node, first_line);
