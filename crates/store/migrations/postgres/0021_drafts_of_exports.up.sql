-- The file that an export is written into before it is moved to its place, where that is a folder: whoever
-- finds that its server died removes just that.
ALTER TABLE job_exports ADD COLUMN draft TEXT;
