-- What an executor needs besides the position to find the place again up to which an attempt is
-- recorded, in words of its own; null where the position tells everything.
ALTER TABLE attempts ADD COLUMN mark TEXT;
