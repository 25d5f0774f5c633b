DROP TABLE connected_accounts;
DROP TABLE automation_runs;
DROP TABLE automation_events;
DROP TABLE automations;
