-- The entries' own rows in the ledgers go with them; their numbers stay unused.
DELETE FROM ledger WHERE kind = 'history';
DROP TABLE task_history_keys;
DROP TABLE task_history;
DROP TABLE task_history_heads;
