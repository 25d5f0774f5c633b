-- What cannot be told of any more is forgotten; used again, such a key brings its files once more.
DELETE FROM idempotency WHERE files IS NOT NULL;
ALTER TABLE idempotency DROP COLUMN files;
