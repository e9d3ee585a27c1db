-- What each run was asked for, as the settings said it then: where they ask for something else now, nobody has read it.
-- Null for runs from before.

ALTER TABLE run ADD COLUMN question TEXT;
