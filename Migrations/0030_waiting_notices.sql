-- Notices: which audits asked whom to tell, what waits to be told, and what became of messages that are gone.

-- 1 where settings said who is told of what the audit finds, be it nobody; 0 where there were no settings; null of audits
-- from before this column.
ALTER TABLE audit ADD COLUMN asked INTEGER CHECK (asked IN (0, 1));

CREATE INDEX audit_asked ON audit (baseline, event) WHERE asked = 1;

-- What no message tells yet, and nobody decided to leave untold: as few rows as wait, however many were told.
CREATE TABLE waiting_notice (
  notice INTEGER PRIMARY KEY REFERENCES notice (id)
) STRICT;

CREATE TABLE waiting_alert (
  alert INTEGER PRIMARY KEY REFERENCES alert_notice (id)
) STRICT;

CREATE TABLE waiting_breach (
  notice INTEGER PRIMARY KEY REFERENCES breach_notice (id)
) STRICT;

INSERT INTO waiting_notice (notice)
SELECT n.id FROM notice n WHERE NOT EXISTS (SELECT 1 FROM told_notice t WHERE t.notice = n.id);

INSERT INTO waiting_alert (alert)
SELECT n.id FROM alert_notice n WHERE NOT EXISTS (SELECT 1 FROM told_alert t WHERE t.alert = n.id);

INSERT INTO waiting_breach (notice)
SELECT n.id FROM breach_notice n WHERE NOT EXISTS (SELECT 1 FROM told_breach t WHERE t.notice = n.id);

-- Of what was told by a message that is in the store no more: when that was sent or given up, and the event by which
-- somebody dropped it unsent. Both null where no message ever told it by itself.
ALTER TABLE told_notice ADD COLUMN gone_at INTEGER;
ALTER TABLE told_notice ADD COLUMN dropped INTEGER REFERENCES event (id);
ALTER TABLE told_alert ADD COLUMN gone_at INTEGER;
ALTER TABLE told_alert ADD COLUMN dropped INTEGER REFERENCES event (id);
ALTER TABLE told_breach ADD COLUMN gone_at INTEGER;
ALTER TABLE told_breach ADD COLUMN dropped INTEGER REFERENCES event (id);

-- What is sent next, and what was given up, are looked for among messages that were sent long ago.
DROP INDEX message_destination;
CREATE INDEX message_to ON message (destination, id);
CREATE INDEX message_waiting ON message (id) WHERE state = 'waiting';
CREATE INDEX message_waiting_to ON message (destination, id) WHERE state = 'waiting';
CREATE INDEX message_dead ON message (id) WHERE state = 'dead';
