-- The attempt that launched what this one goes on with: it took a run over whose executor lets any
-- server follow. Null where it launched by itself.
ALTER TABLE attempts ADD COLUMN launched BIGINT;
