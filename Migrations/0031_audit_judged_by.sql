-- The moment for which an audit judged: its event may bear a later one. Null of audits from before this column.
ALTER TABLE audit ADD COLUMN judged_at INTEGER;

-- By what it judged besides what the log has: which build of the program, and the ignores and freezes in their order. What
-- another audit judged by the same, and nothing came to, need not be judged again. Null where the change records were not those of
-- the store, and of audits from before this column.
ALTER TABLE audit ADD COLUMN judged_by TEXT;
