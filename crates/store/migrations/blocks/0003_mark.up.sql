-- What an executor needs besides the position to find the place again up to which an attempt is
-- recorded, in words of its own.
ALTER TABLE log_blocks ADD COLUMN mark TEXT;
