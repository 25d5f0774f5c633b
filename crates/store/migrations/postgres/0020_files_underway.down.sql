DROP INDEX job_exports_underway;
DROP INDEX job_files_underway;
