-- When sources were due, and what became of it. Moments are microseconds since 1970 in UTC.

-- A run holds its source while `ended_at` is null: nobody else reads the source before `lease_until`.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  -- The process that holds it: HOST:PID:START.
  holder TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('complete', 'incomplete', 'failed', 'stopped', 'abandoned')),
  -- The last snapshot that it took; written in the snapshot's own transaction.
  snapshot INTEGER REFERENCES snapshot (number),
  resource_count INTEGER NOT NULL DEFAULT 0,
  unread_count INTEGER NOT NULL DEFAULT 0,
  edit_count INTEGER NOT NULL DEFAULT 0,
  request_count INTEGER NOT NULL DEFAULT 0,
  throttle_count INTEGER NOT NULL DEFAULT 0,
  problem_code TEXT,
  problem_message TEXT,
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE UNIQUE INDEX run_held ON run (source) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX run_due ON run (source, due_at) WHERE snapshot IS NOT NULL;
CREATE INDEX run_snapshot ON run (snapshot) WHERE snapshot IS NOT NULL;

-- The last object of each folder of a source that was read; what comes after it is new.
CREATE TABLE delivered (
  source TEXT NOT NULL,
  folder TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (source, folder)
) STRICT, WITHOUT ROWID;
