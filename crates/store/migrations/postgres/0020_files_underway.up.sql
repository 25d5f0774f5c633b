-- What is being done with files of runs. A row is in its index for a moment only, so that what a dead server
-- left behind is found without reading any other.
CREATE INDEX job_files_underway ON job_files (id) WHERE status IN ('importing', 'unpacking');
CREATE INDEX job_exports_underway ON job_exports (id) WHERE status = 'running';
