-- Retention: the snapshots of which readings, edits and versions were dropped, and the event that
-- dropped them. Their rows stay, for what is kept refers to them and to their moments.

CREATE TABLE pruned_snapshot (
  snapshot INTEGER PRIMARY KEY REFERENCES snapshot (number),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

-- Without these SQLite looks through whole tables for what refers to a version that is dropped.
CREATE INDEX version_same_as ON version (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX expected_version ON expected (version) WHERE version IS NOT NULL;

-- The view of findings looks up the judgements of each.
CREATE INDEX judgement_finding ON judgement (finding) WHERE finding IS NOT NULL;

DROP VIEW snapshots;

CREATE VIEW snapshots AS
SELECT n.number AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  n.source, strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS pruned
FROM snapshot n LEFT JOIN pruned_snapshot p ON p.snapshot = n.number
LEFT JOIN event e ON e.id = p.event;
