-- What audits went by besides the change records: ignores and freezes as they were given. Each distinct text
-- stands here once, under the event of the first audit that was given it; a text that is edited is another.

CREATE TABLE given_rule (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  kind TEXT NOT NULL CHECK (kind IN ('ignore', 'freeze')),
  -- Of an ignore where it stood: ignores.yaml#2.
  name TEXT NOT NULL,
  owner TEXT,
  reason TEXT,
  until INTEGER,
  -- The rule as YAML.
  document TEXT NOT NULL,
  UNIQUE (kind, name, document)
) STRICT;

-- All rules that an audit was given; an audit that was given the same as one before names its set.
CREATE TABLE rule_set (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

CREATE TABLE rule_set_member (
  rule_set INTEGER NOT NULL REFERENCES rule_set (id),
  given_rule INTEGER NOT NULL REFERENCES given_rule (id),
  event INTEGER NOT NULL REFERENCES event (id),
  PRIMARY KEY (rule_set, given_rule)
) STRICT, WITHOUT ROWID;

-- Null for audits of before this was kept.
ALTER TABLE audit ADD COLUMN rule_set INTEGER REFERENCES rule_set (id);

-- The ignore that hid the edit; null for what was judged before this was kept.
ALTER TABLE judgement ADD COLUMN given_rule INTEGER REFERENCES given_rule (id);

CREATE VIEW ignores AS
SELECT g.name AS ignore_name, g.owner, g.reason,
  strftime('%Y-%m-%dT%H:%M:%SZ', g.until / 1000000, 'unixepoch') AS until,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS first_given, g.document,
  (SELECT count(*) FROM deviation d JOIN judgement j ON j.id = d.judgement
    WHERE j.given_rule = g.id) AS hides
FROM given_rule g JOIN event e ON e.id = g.event WHERE g.kind = 'ignore';
