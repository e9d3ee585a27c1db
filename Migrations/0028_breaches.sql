-- Breaches of guardrails, each from the look that first found it to the one that found it over; and which guardrails were
-- asked, so that what stood before a guardrail was asked is known from what began since.

CREATE TABLE asked_guardrail (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  guardrail TEXT NOT NULL,
  -- Of all that the guardrail says: another text is another guardrail.
  digest TEXT NOT NULL,
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE UNIQUE INDEX asked_guardrail_standing ON asked_guardrail (guardrail) WHERE until_event IS NULL;
CREATE INDEX asked_guardrail_event ON asked_guardrail (event);

CREATE TABLE breach (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The guardrail as it was then.
  guardrail TEXT NOT NULL,
  title TEXT NOT NULL,
  rationale TEXT NOT NULL,
  severity INTEGER NOT NULL,
  -- As 'CIS 6.3', a line each.
  controls TEXT NOT NULL,
  -- The resource: it need not be one that is there.
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  type TEXT NOT NULL,
  external_id TEXT NOT NULL,
  name TEXT,
  -- What of it breaks the guardrail, a line each.
  what TEXT NOT NULL,
  -- When it was first seen so; null where nobody knows.
  since INTEGER,
  -- The snapshot that showed the change, of a guardrail over changes: it is over at once.
  snapshot INTEGER,
  -- Who made the change that broke it, as far as activity said so then, a line each; and the first call.
  who TEXT NOT NULL,
  call TEXT,
  called_at INTEGER,
  caller TEXT,
  -- 1 where the guardrail was not asked before: it may have stood for long.
  is_old INTEGER NOT NULL CHECK (is_old IN (0, 1)),
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE UNIQUE INDEX breach_standing ON breach (guardrail, account, region, type, external_id)
  WHERE until_event IS NULL;
CREATE UNIQUE INDEX breach_change ON breach (guardrail, account, region, type, external_id, snapshot)
  WHERE snapshot IS NOT NULL;
CREATE INDEX breach_event ON breach (event);
CREATE INDEX breach_until ON breach (until_event) WHERE until_event IS NOT NULL;

-- Something that happened to a breach, to be told to one destination of the settings; without a breach, what guardrails
-- found that were not asked before.
CREATE TABLE breach_notice (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  destination TEXT NOT NULL,
  breach INTEGER REFERENCES breach (id),
  kind TEXT NOT NULL CHECK (kind IN ('broken', 'holds')),
  -- A finding of the same resource: what tells the destination of it tells the breach too.
  finding INTEGER REFERENCES finding (number),
  -- How many guardrails were asked for the first time, how often one held and was broken, and the worst of them.
  guardrails INTEGER,
  passed INTEGER,
  broken INTEGER,
  worst INTEGER,
  -- The event of the look that found it, whoever was told of it first.
  look INTEGER REFERENCES event (id),
  CHECK ((breach IS NULL) = (broken IS NOT NULL)),
  CHECK ((breach IS NULL) = (look IS NOT NULL))
) STRICT;

CREATE INDEX breach_notice_event ON breach_notice (event);
CREATE INDEX breach_notice_breach ON breach_notice (breach);
CREATE INDEX breach_notice_look ON breach_notice (look) WHERE look IS NOT NULL;
CREATE INDEX breach_notice_finding ON breach_notice (finding) WHERE finding IS NOT NULL;

-- Which message tells it by itself; none where those on a finding do, or the destination wants no such news.
CREATE TABLE told_breach (
  notice INTEGER PRIMARY KEY REFERENCES breach_notice (id),
  message INTEGER REFERENCES message (id)
) STRICT;

CREATE INDEX told_breach_message ON told_breach (message);
