-- The last event before a migration was applied; null where there was none. Secrets' tokens depend on the resource and
-- the place from this migration on: what was written before may hold tokens of the value alone.
ALTER TABLE migration ADD COLUMN after_event INTEGER;
