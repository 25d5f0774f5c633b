-- The files that a key was used for, a list of their ids in JSON. Null for what is told by `run_id` alone.
ALTER TABLE idempotency ADD COLUMN files TEXT;
