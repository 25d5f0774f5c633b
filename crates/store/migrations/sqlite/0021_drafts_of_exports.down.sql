ALTER TABLE job_exports DROP COLUMN draft;
