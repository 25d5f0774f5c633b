-- Values for runs, encrypted with a key that is kept outside of the database.
CREATE TABLE secrets (
    name       TEXT NOT NULL PRIMARY KEY,
    -- Which key it was encrypted with: the beginning of the key's hash.
    key_id     TEXT NOT NULL,
    nonce      BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
