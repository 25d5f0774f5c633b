DROP INDEX flow_runs_by_user;
DROP INDEX flow_runs_by_session;
DROP INDEX flow_runs_by_trigger;
DROP INDEX flow_runs_by_status;
DROP INDEX flow_runs_by_flow;
DROP INDEX flow_runs;
