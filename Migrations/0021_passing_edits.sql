-- Edits that calls made and undid between two readings, so that no reading shows them: which calls, beside what was said
-- of each edit.

CREATE TABLE passing_edit (
  judgement INTEGER PRIMARY KEY REFERENCES judgement (id),
  event INTEGER NOT NULL REFERENCES event (id),
  opened_call TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_call TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  -- Whether it is sure that this call undid it.
  is_closed_exactly INTEGER NOT NULL CHECK (is_closed_exactly IN (0, 1)),
  -- Whether the edit is the one by which the other was undone.
  is_undoing INTEGER NOT NULL CHECK (is_undoing IN (0, 1))
) STRICT;

CREATE INDEX passing_edit_call ON passing_edit (opened_call);
CREATE INDEX passing_edit_event ON passing_edit (event);
