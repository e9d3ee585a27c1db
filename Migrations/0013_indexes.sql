-- What audits, imports and reports look for, by what they look for it.

-- The versions that begin or end to stand with a snapshot.
CREATE INDEX version_first ON version (first_snapshot);
CREATE INDEX version_until ON version (until_snapshot) WHERE until_snapshot IS NOT NULL;

-- The resources of a scope, and the scopes that a snapshot read.
CREATE INDEX resource_scope ON resource (scope);
CREATE INDEX scope_reading_snapshot ON scope_reading (snapshot);

-- The judgements of a period; nothing looks for them by the time of the edit.
DROP INDEX judgement_time;
CREATE INDEX judgement_snapshot ON judgement (snapshot);
CREATE INDEX judgement_event ON judgement (event);

-- What one event wrote.
CREATE INDEX expected_event ON expected (event);
CREATE INDEX baseline_scope_event ON baseline_scope (event);
CREATE INDEX finding_event_event ON finding_event (event);
CREATE INDEX change_record_event ON change_record (event);

CREATE INDEX event_at ON event (at);
CREATE INDEX run_source ON run (source);

-- The entry of the newest leaf, so that a writer sees in one look whether the end is still there. Null in a
-- store that an earlier program wrote, until the next entry.
ALTER TABLE ledger_head ADD COLUMN newest BLOB CHECK (length(newest) = 32);
