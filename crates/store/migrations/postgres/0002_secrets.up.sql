-- Values for runs, encrypted with a key that is kept outside of the database.
CREATE TABLE secrets (
    -- Ordered by its bytes, as on SQLite.
    name       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- Which key it was encrypted with: the beginning of the key's hash.
    key_id     TEXT NOT NULL,
    nonce      BYTEA NOT NULL,
    ciphertext BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
