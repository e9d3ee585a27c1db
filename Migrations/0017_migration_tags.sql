-- What the key makes of each row of this table: which program wrote a store when is no more to be changed unseen
-- than what it wrote. Null until the program has written it, at the end of the migration.
ALTER TABLE migration ADD COLUMN tag BLOB CHECK (length(tag) = 32);

-- What a record covered is looked for by the record: an edit can need several.
CREATE INDEX record_use_record ON record_use (record);
