-- What is expected, what was approved, and what the audit says. Rows are appended; the tables
-- `deviation` and `expected.until_event` are heads derived from them.

-- Everything people or the audit did, in order.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT,
  reason TEXT
) STRICT;

CREATE TABLE baseline (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- The scopes a baseline holds to the state of a snapshot; the newest row of a scope counts.
CREATE TABLE baseline_scope (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  scope INTEGER NOT NULL REFERENCES scope (id),
  event INTEGER NOT NULL REFERENCES event (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  PRIMARY KEY (baseline, scope, event)
) STRICT, WITHOUT ROWID;

-- What a resource may look like where that is not what the baseline's snapshot says: a version, a
-- body of its own (canonical JSON), or neither where the resource is expected to be absent.
CREATE TABLE expected (
  id INTEGER PRIMARY KEY,
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  event INTEGER NOT NULL REFERENCES event (id),
  until_event INTEGER REFERENCES event (id),
  -- The newest snapshot that the expectation was made in the knowledge of.
  snapshot INTEGER NOT NULL,
  version INTEGER REFERENCES version (id),
  body TEXT,
  is_partial INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1)),
  CHECK (version IS NULL OR body IS NULL)
) STRICT;

CREATE INDEX expected_resource ON expected (resource, baseline);

-- Every revision of every change record, as canonical YAML.
CREATE TABLE change_record (
  number TEXT NOT NULL,
  revision INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES event (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  title TEXT,
  document TEXT NOT NULL,
  PRIMARY KEY (number, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  after_snapshot INTEGER NOT NULL,
  to_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
) STRICT;

CREATE INDEX audit_baseline ON audit (baseline, to_snapshot);

CREATE TABLE finding (
  number INTEGER PRIMARY KEY,
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  change TEXT NOT NULL CHECK (change IN ('created', 'deleted', 'modified')),
  event INTEGER NOT NULL REFERENCES event (id),
  first_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
) STRICT;

CREATE INDEX finding_resource ON finding (resource);

CREATE TABLE finding_event (
  id INTEGER PRIMARY KEY,
  finding INTEGER NOT NULL REFERENCES finding (number),
  event INTEGER NOT NULL REFERENCES event (id),
  kind TEXT NOT NULL CHECK (kind IN
    ('opened', 'acknowledged', 'accepted', 'reverted', 'approved', 'promoted', 'ignored', 'reopened')),
  -- The snapshot in which it was seen; null for what people did.
  snapshot INTEGER REFERENCES snapshot (number),
  record TEXT,
  until INTEGER
) STRICT;

CREATE INDEX finding_event_finding ON finding_event (finding);

-- What was said of an edit, when it was said. The last row of an edit counts.
CREATE TABLE judgement (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  resource_change TEXT NOT NULL,
  path TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('added', 'removed', 'changed')),
  old TEXT,
  new TEXT,
  occurred_after INTEGER,
  occurred_until INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  sentence TEXT,
  verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'ignored', 'unapproved')),
  record TEXT,
  allowance INTEGER,
  clause INTEGER,
  is_time_corroborated INTEGER,
  ignore_name TEXT,
  near_misses TEXT,
  finding INTEGER REFERENCES finding (number),
  CHECK ((verdict = 'approved') = (record IS NOT NULL)),
  CHECK ((verdict = 'ignored') = (ignore_name IS NOT NULL))
) STRICT;

CREATE INDEX judgement_resource ON judgement (resource);
CREATE INDEX judgement_record ON judgement (record) WHERE record IS NOT NULL;
CREATE INDEX judgement_time ON judgement (occurred_until);

-- Which parts of a record an approved judgement used, and how often: the creation of a resource uses
-- one part for each leaf.
CREATE TABLE record_use (
  judgement INTEGER NOT NULL REFERENCES judgement (id),
  record TEXT NOT NULL,
  allowance INTEGER NOT NULL,
  clause INTEGER,
  use_count INTEGER NOT NULL CHECK (use_count > 0)
) STRICT;

CREATE INDEX record_use_judgement ON record_use (judgement);

-- The edits that stand between expected and observed now: a head, derived.
CREATE TABLE deviation (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  judgement INTEGER NOT NULL REFERENCES judgement (id),
  PRIMARY KEY (baseline, resource, judgement)
) STRICT, WITHOUT ROWID;
