ALTER TABLE attempts DROP COLUMN launched;
