-- What is known of each scope and part at a moment: why parts could not be read, what is expected
-- because it was read for the first time, what is left out on purpose, and what was taken back.

-- Why a part was not read: the problem of the first resource that lacks it; null in rows of before.
ALTER TABLE unread_part ADD COLUMN problem_code TEXT;
ALTER TABLE unread_part ADD COLUMN problem_message TEXT;
-- The ids of the first resources that lack it, as a JSON list; null in rows of before.
ALTER TABLE unread_part ADD COLUMN resources TEXT;

-- What an audit took as expected because it was read for the first time: a whole scope, or a part of
-- a resource. Nobody has agreed to it before a baseline is set anew.
CREATE TABLE adoption (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  scope INTEGER NOT NULL REFERENCES scope (id),
  resource INTEGER REFERENCES resource (id),
  part TEXT,
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  CHECK ((resource IS NULL) = (part IS NULL))
) STRICT;

CREATE INDEX adoption_scope ON adoption (baseline, scope);

-- Scopes that are left out on purpose, or no longer: the newest row of a scope counts. Who, when and
-- why stand in the event.
CREATE TABLE retirement (
  scope INTEGER NOT NULL REFERENCES scope (id),
  event INTEGER NOT NULL REFERENCES event (id),
  is_retired INTEGER NOT NULL CHECK (is_retired IN (0, 1)),
  PRIMARY KEY (scope, event)
) STRICT, WITHOUT ROWID;

-- Snapshots that were taken back: their readings, edits and versions are gone, their rows stay.
CREATE TABLE withdrawn_snapshot (
  snapshot INTEGER PRIMARY KEY REFERENCES snapshot (number),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

-- How many seconds after a reading of this run its scopes are stale, by the source's schedule; null
-- where it has none.
ALTER TABLE run ADD COLUMN allowed_age INTEGER;

DROP VIEW snapshots;

CREATE VIEW snapshots AS
SELECT n.number AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  n.source, strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS pruned,
  strftime('%Y-%m-%dT%H:%M:%SZ', t.at / 1000000, 'unixepoch') AS withdrawn
FROM snapshot n LEFT JOIN pruned_snapshot p ON p.snapshot = n.number
LEFT JOIN event e ON e.id = p.event
LEFT JOIN withdrawn_snapshot w ON w.snapshot = n.number LEFT JOIN event t ON t.id = w.event;

CREATE VIEW coverage AS
SELECT s.account, s.region, s.type,
  CASE WHEN t.is_retired AND coalesce(d.taken_at, 0) <= e.at THEN 'retired'
    WHEN g.status IS NULL THEN 'never' WHEN r.number IS NULL THEN g.status
    WHEN f.number > r.number THEN 'unread' ELSE 'read' END AS status,
  strftime('%Y-%m-%dT%H:%M:%SZ', r.taken_at / 1000000, 'unixepoch') AS last_read,
  strftime('%Y-%m-%dT%H:%M:%SZ', l.taken_at / 1000000, 'unixepoch') AS last_looked_at,
  r.source, g.resource_count AS resources,
  (SELECT group_concat(p.part, ', ') FROM unread_part p
    WHERE p.scope = s.id AND p.snapshot = g.snapshot) AS unread_parts,
  g.problem_code AS problem, g.problem_message AS message
FROM scope s
LEFT JOIN snapshot l ON l.number = (SELECT max(snapshot) FROM scope_reading WHERE scope = s.id)
LEFT JOIN scope_reading g ON g.scope = s.id AND g.snapshot = l.number
LEFT JOIN snapshot r ON r.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status = 'read')
LEFT JOIN snapshot f ON f.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status = 'unread')
LEFT JOIN snapshot d ON d.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status <> 'unread')
LEFT JOIN retirement t ON t.scope = s.id AND t.event =
  (SELECT max(event) FROM retirement WHERE scope = s.id)
LEFT JOIN event e ON e.id = t.event;
