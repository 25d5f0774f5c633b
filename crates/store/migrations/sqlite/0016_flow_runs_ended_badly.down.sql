DROP INDEX flow_runs_ended_badly;
