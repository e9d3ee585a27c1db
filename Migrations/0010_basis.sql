-- What an edit is held against: the configuration that was expected before the interval in which it
-- happened. No approval given for another edit of that interval moves it.

-- The name that a resource had when the configuration was read: empty where it had none, null where
-- an earlier program wrote the row. `resource.name` is that of the newest version.
ALTER TABLE version ADD COLUMN name TEXT;

-- The name that goes with a body.
ALTER TABLE expected ADD COLUMN name TEXT;

-- Where only some edits of an interval were approved: what was expected before it, as a version or as
-- a body. The others are judged from there to what was observed in `snapshot`.
ALTER TABLE expected ADD COLUMN basis_version INTEGER REFERENCES version (id);
ALTER TABLE expected ADD COLUMN basis_body TEXT;
CREATE INDEX expected_basis ON expected (basis_version) WHERE basis_version IS NOT NULL;

-- Name and tags, as JSON, that rules were held against.
ALTER TABLE judgement ADD COLUMN traits TEXT;
-- The first judgement of the addition that this edit changes again: both must be allowed.
ALTER TABLE judgement ADD COLUMN first_judgement INTEGER REFERENCES judgement (id);

-- Where the edit stands now, if that is not the path by which it was judged: a member of a list moves
-- when the list around it changes.
ALTER TABLE deviation ADD COLUMN place TEXT;
