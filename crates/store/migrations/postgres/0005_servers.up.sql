-- The servers that share the database, so that one that is gone can be told from one that is busy.
CREATE TABLE servers (
    id       TEXT NOT NULL PRIMARY KEY,
    host     TEXT NOT NULL,
    -- Which start of its machine it belongs to, where that has a name.
    boot_id  TEXT,
    -- By its own clock; others only look whether it moves.
    seen_at  BIGINT NOT NULL,
    -- For how long it may be silent before others take over what waits at it.
    lease_ms BIGINT NOT NULL
);
