CREATE INDEX activity_account_time ON activity (account, at);

CREATE INDEX activity_event ON activity (event);

CREATE INDEX activity_opened_key ON activity (opened_key) WHERE opened_key IS NOT NULL;

CREATE INDEX activity_resource_event ON activity_resource (event);

CREATE INDEX activity_resource_name ON activity_resource (type, resource);

CREATE INDEX activity_span_event ON activity_span (event);

CREATE INDEX activity_span_place ON activity_span (account, region, from_at);

CREATE INDEX activity_time ON activity (at);

CREATE INDEX adoption_scope ON adoption (baseline, scope);

CREATE INDEX alert_notice_event ON alert_notice (event);

CREATE INDEX alert_notice_finding ON alert_notice (finding);

CREATE INDEX asked_guardrail_event ON asked_guardrail (event);

CREATE UNIQUE INDEX asked_guardrail_standing ON asked_guardrail (guardrail) WHERE until_event IS NULL;

CREATE INDEX audit_asked ON audit (baseline, event) WHERE asked = 1;

CREATE INDEX audit_baseline ON audit (baseline, to_snapshot);

CREATE INDEX baseline_scope_event ON baseline_scope (event);

CREATE UNIQUE INDEX breach_change ON breach (guardrail, account, region, type, external_id, snapshot)
  WHERE snapshot IS NOT NULL;

CREATE INDEX breach_event ON breach (event);

CREATE INDEX breach_notice_breach ON breach_notice (breach);

CREATE INDEX breach_notice_event ON breach_notice (event);

CREATE INDEX breach_notice_finding ON breach_notice (finding) WHERE finding IS NOT NULL;

CREATE INDEX breach_notice_look ON breach_notice (look) WHERE look IS NOT NULL;

CREATE UNIQUE INDEX breach_standing ON breach (guardrail, account, region, type, external_id)
  WHERE until_event IS NULL;

CREATE INDEX breach_until ON breach (until_event) WHERE until_event IS NOT NULL;

CREATE INDEX change_record_event ON change_record (event);

CREATE INDEX edit_resource ON edit (resource);

CREATE INDEX edit_snapshot ON edit (snapshot);

CREATE INDEX event_at ON event (at);

CREATE INDEX expected_basis ON expected (basis_version) WHERE basis_version IS NOT NULL;

CREATE INDEX expected_event ON expected (event);

CREATE INDEX expected_resource ON expected (resource, baseline);

CREATE INDEX expected_version ON expected (version) WHERE version IS NOT NULL;

CREATE INDEX finding_event_event ON finding_event (event);

CREATE INDEX finding_event_finding ON finding_event (finding);

CREATE INDEX finding_resource ON finding (resource);

CREATE INDEX judgement_event ON judgement (event);

CREATE INDEX judgement_finding ON judgement (finding) WHERE finding IS NOT NULL;

CREATE INDEX judgement_record ON judgement (record) WHERE record IS NOT NULL;

CREATE INDEX judgement_resource ON judgement (resource);

CREATE INDEX judgement_snapshot ON judgement (snapshot);

CREATE INDEX message_dead ON message (id) WHERE state = 'dead';

CREATE INDEX message_thread ON message (thread);

CREATE INDEX message_to ON message (destination, id);

CREATE INDEX message_waiting ON message (id) WHERE state = 'waiting';

CREATE INDEX message_waiting_to ON message (destination, id) WHERE state = 'waiting';

CREATE INDEX notice_destination ON notice (destination);

CREATE INDEX notice_event ON notice (event);

CREATE INDEX notice_finding ON notice (finding);

CREATE INDEX passing_edit_call ON passing_edit (opened_call);

CREATE INDEX passing_edit_event ON passing_edit (event);

CREATE INDEX pruned_activity_resource_event ON pruned_activity_resource (event);

CREATE INDEX pruned_activity_time ON pruned_activity (event, at);

CREATE INDEX record_use_judgement ON record_use (judgement);

CREATE INDEX record_use_record ON record_use (record);

CREATE UNIQUE INDEX resource_identity ON resource (external_id, scope);

CREATE INDEX resource_scope ON resource (scope);

CREATE UNIQUE INDEX run_due ON run (source, due_at) WHERE snapshot IS NOT NULL;

CREATE UNIQUE INDEX run_held ON run (source) WHERE ended_at IS NULL;

CREATE INDEX run_snapshot ON run (snapshot) WHERE snapshot IS NOT NULL;

CREATE INDEX run_source ON run (source);

CREATE INDEX scope_reading_snapshot ON scope_reading (snapshot);

-- index sqlite_autoindex_activity_1 of activity;

-- index sqlite_autoindex_alert_notice_1 of alert_notice;

-- index sqlite_autoindex_baseline_1 of baseline;

-- index sqlite_autoindex_given_rule_1 of given_rule;

-- index sqlite_autoindex_leaf_1 of leaf;

-- index sqlite_autoindex_message_1 of message;

-- index sqlite_autoindex_migration_1 of migration;

-- index sqlite_autoindex_scope_1 of scope;

-- index sqlite_autoindex_seal_1 of seal;

CREATE INDEX told_alert_message ON told_alert (message);

CREATE INDEX told_breach_message ON told_breach (message);

CREATE INDEX told_notice_message ON told_notice (message);

CREATE INDEX unread_activity_event ON unread_activity (event);

CREATE INDEX unread_activity_name ON unread_activity (name);

CREATE INDEX unread_activity_until ON unread_activity (until_event) WHERE until_event IS NOT NULL;

CREATE INDEX unread_document_event ON unread_document (event);

CREATE UNIQUE INDEX unread_document_standing ON unread_document (path) WHERE until_event IS NULL;

CREATE INDEX unread_document_until ON unread_document (until_event) WHERE until_event IS NOT NULL;

CREATE INDEX version_first ON version (first_snapshot);

CREATE INDEX version_resource ON version (resource);

CREATE INDEX version_same_as ON version (same_as) WHERE same_as IS NOT NULL;

CREATE UNIQUE INDEX version_standing ON version (resource) WHERE until_snapshot IS NULL;

CREATE INDEX version_until ON version (until_snapshot) WHERE until_snapshot IS NOT NULL;

CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  event_id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  account TEXT,
  region TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  actor TEXT NOT NULL,
  means TEXT,
  person TEXT,
  access_key TEXT,
  opened_key TEXT,
  error_code TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE activity_resource (
  activity INTEGER NOT NULL REFERENCES activity (id),
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES event (id),
  PRIMARY KEY (activity, type, resource)
) STRICT, WITHOUT ROWID;

CREATE TABLE activity_span (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  CHECK (from_at < until_at)
) STRICT;

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

CREATE TABLE alert_notice (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  destination TEXT NOT NULL,
  -- The id of the call's event. The call itself may be pruned before.
  call TEXT NOT NULL,
  -- The rule as it was then; a row for each that names the call.
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  severity INTEGER NOT NULL,
  -- As '5 in 10min, by actor', where the call reached a threshold.
  threshold TEXT,
  -- A finding of whose edits the call made some. What tells the destination of it tells the alert too.
  finding INTEGER REFERENCES finding (number),
  UNIQUE (destination, call, rule)
) STRICT;

CREATE TABLE asked_guardrail (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  guardrail TEXT NOT NULL,
  -- Of all that the guardrail says: another text is another guardrail.
  digest TEXT NOT NULL,
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  after_snapshot INTEGER NOT NULL,
  to_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
, rule_set INTEGER REFERENCES rule_set (id), asked INTEGER CHECK (asked IN (0, 1)), judged_at INTEGER, judged_by TEXT) STRICT;

CREATE TABLE baseline (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE baseline_scope (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  scope INTEGER NOT NULL REFERENCES scope (id),
  event INTEGER NOT NULL REFERENCES event (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  PRIMARY KEY (baseline, scope, event)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE delivered (
  source TEXT NOT NULL,
  folder TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (source, folder)
) STRICT, WITHOUT ROWID;

CREATE TABLE deviation (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  judgement INTEGER NOT NULL REFERENCES judgement (id), place TEXT,
  PRIMARY KEY (baseline, resource, judgement)
) STRICT, WITHOUT ROWID;

CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE edit (
  id INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  resource INTEGER NOT NULL REFERENCES resource (id),
  path TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('added', 'removed', 'changed')),
  old TEXT,
  new TEXT
) STRICT;

CREATE TABLE ended_deviation (
  judgement INTEGER PRIMARY KEY REFERENCES judgement (id),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT,
  reason TEXT
) STRICT;

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
  is_partial INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1)), name TEXT, basis_version INTEGER REFERENCES version (id), basis_body TEXT,
  CHECK (version IS NULL OR body IS NULL)
) STRICT;

CREATE TABLE finding (
  number INTEGER PRIMARY KEY,
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  change TEXT NOT NULL CHECK (change IN ('created', 'deleted', 'modified')),
  event INTEGER NOT NULL REFERENCES event (id),
  first_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
) STRICT;

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

CREATE TABLE fingerprint (
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  version INTEGER NOT NULL REFERENCES version (id),
  PRIMARY KEY (version, digest)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE guardrail_verdict (
  version INTEGER PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
  -- Keyed digest of the guardrails of the type, and of the program that judged.
  rules BLOB NOT NULL CHECK (length(rules) = 32),
  -- By guardrail the reason why nothing can be said, or the rows by which it is broken; canonical JSON.
  verdict TEXT NOT NULL,
  -- Keyed digest of all this and of what was judged: nobody without the store's key can write one.
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

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
  finding INTEGER REFERENCES finding (number), is_on_paper INTEGER CHECK (is_on_paper IN (0, 1)), traits TEXT, first_judgement INTEGER REFERENCES judgement (id), given_rule INTEGER REFERENCES given_rule (id),
  CHECK ((verdict = 'approved') = (record IS NOT NULL)),
  CHECK ((verdict = 'ignored') = (ignore_name IS NOT NULL))
) STRICT;

CREATE TABLE leaf (
  position INTEGER PRIMARY KEY,
  event INTEGER NOT NULL UNIQUE REFERENCES event (id),
  entry BLOB NOT NULL CHECK (length(entry) = 32)
) STRICT;

CREATE TABLE ledger_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  -- The roots of the full trees that it is made of, the largest first.
  peaks BLOB NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
, newest BLOB CHECK (length(newest) = 32)) STRICT;

CREATE TABLE ledger_total (
  facet TEXT PRIMARY KEY,
  row_count INTEGER NOT NULL,
  sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  destination TEXT NOT NULL,
  -- The kind of destination that the body was written for.
  channel TEXT NOT NULL,
  -- The same for every attempt: receivers that honour it take the message once.
  key TEXT NOT NULL UNIQUE,
  -- The key of the message that first told of the same findings.
  thread TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('open', 'acknowledge', 'update', 'close')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  -- When it is sent, or sent again; while it is being sent, when it counts as not sent.
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
  settled_at INTEGER,
  problem TEXT,
  -- What the receiver calls what the message made: the key of a ticket.
  reference TEXT
) STRICT;

CREATE TABLE migration (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL
, after_event INTEGER, tag BLOB CHECK (length(tag) = 32)) STRICT;

CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  destination TEXT NOT NULL,
  finding INTEGER NOT NULL REFERENCES finding (number),
  -- As finding_event.kind; 'changed' where unapproved edits came to the finding, 'escalated' where nobody looked.
  kind TEXT NOT NULL
) STRICT;

CREATE TABLE pace (
  -- The account's id, or the name of the profile where that is not asked for.
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  service TEXT NOT NULL,
  -- The operation; '*' for all of the service that have no quota of their own.
  operation TEXT NOT NULL,
  -- Calls a second.
  rate REAL NOT NULL CHECK (rate > 0),
  -- Microseconds since 1970 in UTC.
  learnt_at INTEGER NOT NULL,
  PRIMARY KEY (account, region, service, operation)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE pruned_activity (
  event_id TEXT PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The event by which the call had come to be known.
  imported INTEGER NOT NULL REFERENCES event (id),
  at INTEGER NOT NULL,
  account TEXT,
  region TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pruned_activity_resource (
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  event_id TEXT NOT NULL REFERENCES pruned_activity (event_id),
  event INTEGER NOT NULL REFERENCES event (id),
  PRIMARY KEY (type, resource, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pruned_snapshot (
  snapshot INTEGER PRIMARY KEY REFERENCES snapshot (number),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

CREATE TABLE record_use (
  judgement INTEGER NOT NULL REFERENCES judgement (id),
  record TEXT NOT NULL,
  allowance INTEGER NOT NULL,
  clause INTEGER,
  use_count INTEGER NOT NULL CHECK (use_count > 0)
) STRICT;

CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL REFERENCES scope (id),
  external_id TEXT NOT NULL,
  name TEXT
) STRICT;

CREATE TABLE retirement (
  scope INTEGER NOT NULL REFERENCES scope (id),
  event INTEGER NOT NULL REFERENCES event (id),
  is_retired INTEGER NOT NULL CHECK (is_retired IN (0, 1)),
  PRIMARY KEY (scope, event)
) STRICT, WITHOUT ROWID;

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
  problem_message TEXT, allowed_age INTEGER, question TEXT,
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;

CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  type TEXT NOT NULL,
  UNIQUE (account, region, type)
) STRICT;

CREATE TABLE scope_reading (
  scope INTEGER NOT NULL REFERENCES scope (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  status TEXT NOT NULL CHECK (status IN ('read', 'seen', 'unread')),
  resource_count INTEGER NOT NULL,
  problem_code TEXT,
  problem_message TEXT,
  problem_hint TEXT, began_at INTEGER, ended_at INTEGER,
  PRIMARY KEY (scope, snapshot),
  CHECK ((status = 'unread') = (problem_code IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE seal (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The table; of a column that is held for itself, TABLE.COLUMN.
  facet TEXT NOT NULL,
  -- The number of the event or snapshot that the rows belong to; 0 where they belong to none.
  origin INTEGER NOT NULL,
  added INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  sum BLOB NOT NULL CHECK (length(sum) = 32),
  -- The first eight bytes of the digest of each row that was added, to name the one that differs.
  tags BLOB NOT NULL,
  UNIQUE (event, facet, origin)
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  number INTEGER PRIMARY KEY,
  taken_at INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;

CREATE TABLE told_alert (
  alert INTEGER PRIMARY KEY REFERENCES alert_notice (id),
  message INTEGER REFERENCES message (id)
, gone_at INTEGER, dropped INTEGER REFERENCES event (id)) STRICT;

CREATE TABLE told_breach (
  notice INTEGER PRIMARY KEY REFERENCES breach_notice (id),
  message INTEGER REFERENCES message (id)
, gone_at INTEGER, dropped INTEGER REFERENCES event (id)) STRICT;

CREATE TABLE told_notice (
  notice INTEGER PRIMARY KEY REFERENCES notice (id),
  message INTEGER REFERENCES message (id)
, gone_at INTEGER, dropped INTEGER REFERENCES event (id)) STRICT;

CREATE TABLE unread_activity (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The source whose queue told of it.
  source TEXT NOT NULL,
  -- What it is: s3://BUCKET/KEY, ACCOUNT/REGION/TYPE, or a keyed digest of a message.
  name TEXT NOT NULL,
  -- The id of the event of CloudTrail that a message says to hold.
  event_id TEXT,
  account TEXT,
  region TEXT,
  -- Of a scope that was to be read again.
  type TEXT,
  problem_code TEXT NOT NULL,
  problem_message TEXT NOT NULL,
  -- By which it was read after all or taken back.
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE TABLE unread_document (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The file or folder, from the root of the file system.
  path TEXT NOT NULL,
  problem_code TEXT NOT NULL,
  problem_message TEXT NOT NULL,
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE TABLE unread_part (
  scope INTEGER NOT NULL REFERENCES scope (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  part TEXT NOT NULL,
  resource_count INTEGER NOT NULL, problem_code TEXT, problem_message TEXT, resources TEXT,
  PRIMARY KEY (scope, snapshot, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  resource INTEGER NOT NULL REFERENCES resource (id),
  first_snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  until_snapshot INTEGER REFERENCES snapshot (number),
  form INTEGER NOT NULL CHECK (form IN (0, 1, 2)),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  dictionary INTEGER REFERENCES dictionary (id),
  body BLOB,
  -- The older version of the same resource that has this body; body is null then.
  same_as INTEGER REFERENCES version (id), name TEXT,
  CHECK ((body IS NULL) = (same_as IS NOT NULL))
) STRICT;

CREATE TABLE waiting_alert (
  alert INTEGER PRIMARY KEY REFERENCES alert_notice (id)
) STRICT;

CREATE TABLE waiting_breach (
  notice INTEGER PRIMARY KEY REFERENCES breach_notice (id)
) STRICT;

CREATE TABLE waiting_notice (
  notice INTEGER PRIMARY KEY REFERENCES notice (id)
) STRICT;

CREATE TABLE withdrawn_snapshot (
  snapshot INTEGER PRIMARY KEY REFERENCES snapshot (number),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

CREATE VIEW coverage AS
SELECT s.account, s.region, s.type,
  CASE WHEN t.is_retired AND coalesce(h.began_at, d.taken_at, 0) <= e.at THEN 'retired'
    WHEN g.status IS NULL THEN 'never' WHEN r.number IS NULL THEN g.status
    WHEN f.number > r.number THEN 'unread' ELSE 'read' END AS status,
  strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(q.began_at, r.taken_at) / 1000000, 'unixepoch') AS last_read,
  strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(g.began_at, l.taken_at) / 1000000, 'unixepoch') AS last_looked_at,
  r.source, g.resource_count AS resources,
  (SELECT group_concat(p.part, ', ') FROM unread_part p WHERE p.scope = s.id
    AND p.snapshot = g.snapshot AND p.problem_code IS NOT 'part-never-looked-at') AS unread_parts,
  (SELECT group_concat(p.part, ', ') FROM unread_part p WHERE p.scope = s.id
    AND p.snapshot = g.snapshot AND p.problem_code = 'part-never-looked-at')
    AS parts_never_looked_at,
  g.problem_code AS problem, g.problem_message AS message
FROM scope s
LEFT JOIN snapshot l ON l.number = (SELECT max(snapshot) FROM scope_reading WHERE scope = s.id)
LEFT JOIN scope_reading g ON g.scope = s.id AND g.snapshot = l.number
LEFT JOIN snapshot r ON r.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status = 'read')
LEFT JOIN scope_reading q ON q.scope = s.id AND q.snapshot = r.number
LEFT JOIN snapshot f ON f.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status = 'unread')
LEFT JOIN snapshot d ON d.number = (SELECT max(snapshot) FROM scope_reading
  WHERE scope = s.id AND status <> 'unread')
LEFT JOIN scope_reading h ON h.scope = s.id AND h.snapshot = d.number
LEFT JOIN retirement t ON t.scope = s.id AND t.event =
  (SELECT max(event) FROM retirement WHERE scope = s.id)
LEFT JOIN event e ON e.id = t.event;

CREATE VIEW edits AS
SELECT e.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS seen,
  s.account, s.region, s.type, r.external_id AS id, r.name, e.path, e.change, e.old, e.new,
  (SELECT iif(j.is_on_paper, 'approved-on-paper', j.verdict) FROM judgement j
    WHERE j.resource = e.resource AND j.snapshot = e.snapshot
    AND j.path = e.path ORDER BY j.id DESC LIMIT 1) AS verdict,
  (SELECT j.record FROM judgement j WHERE j.resource = e.resource AND j.snapshot = e.snapshot
    AND j.path = e.path ORDER BY j.id DESC LIMIT 1) AS record
FROM edit e
JOIN resource r ON r.id = e.resource
JOIN scope s ON s.id = r.scope
JOIN snapshot n ON n.number = e.snapshot;

CREATE VIEW findings AS
SELECT 'F-' || f.number AS finding, b.name AS baseline,
  CASE (SELECT e.kind FROM finding_event e WHERE e.finding = f.number ORDER BY e.id DESC LIMIT 1)
    WHEN 'opened' THEN 'open' WHEN 'reopened' THEN 'open'
    WHEN 'acknowledged' THEN 'acknowledged' WHEN 'accepted' THEN 'accepted' ELSE 'resolved'
  END AS status,
  f.change, s.account, s.region, s.type, r.external_id AS id, r.name,
  (SELECT CASE max(j.severity) WHEN 3 THEN 'critical' WHEN 2 THEN 'high' WHEN 1 THEN 'medium'
    ELSE 'low' END FROM judgement j WHERE j.finding = f.number AND j.verdict = 'unapproved')
    AS severity,
  strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS first_seen
FROM finding f
JOIN baseline b ON b.id = f.baseline
JOIN resource r ON r.id = f.resource
JOIN scope s ON s.id = r.scope
JOIN snapshot n ON n.number = f.first_snapshot;

CREATE VIEW ignores AS
SELECT g.name AS ignore_name, g.owner, g.reason,
  strftime('%Y-%m-%dT%H:%M:%SZ', g.until / 1000000, 'unixepoch') AS until,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS first_given, g.document,
  (SELECT count(*) FROM deviation d JOIN judgement j ON j.id = d.judgement
    WHERE j.given_rule = g.id) AS hides
FROM given_rule g JOIN event e ON e.id = g.event WHERE g.kind = 'ignore';

CREATE VIEW items AS
SELECT r.resource_key, r.account, r.region, r.type, r.id, r.name,
  v.first_snapshot, v.until_snapshot,
  strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at / 1000000, 'unixepoch') AS first_seen,
  strftime('%Y-%m-%dT%H:%M:%SZ', u.taken_at / 1000000, 'unixepoch') AS not_seen_from,
  plumb_configuration(coalesce(v.body, o.body), d.bytes) AS configuration
FROM version v
LEFT JOIN version o ON o.id = v.same_as
LEFT JOIN dictionary d ON d.id = coalesce(v.dictionary, o.dictionary)
JOIN resources r ON r.resource_key = v.resource
JOIN snapshot f ON f.number = v.first_snapshot
LEFT JOIN snapshot u ON u.number = v.until_snapshot;

CREATE VIEW readings AS
SELECT g.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  s.account, s.region, s.type, NULL AS part, g.status, g.resource_count AS resources,
  NULL AS resource_ids, g.problem_code AS problem, g.problem_message AS message
FROM scope_reading g JOIN scope s ON s.id = g.scope JOIN snapshot n ON n.number = g.snapshot
UNION ALL
SELECT p.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch'),
  s.account, s.region, s.type, p.part,
  CASE WHEN p.problem_code = 'part-never-looked-at' THEN 'never' ELSE 'unread' END,
  CASE WHEN p.problem_code = 'part-never-looked-at' THEN NULL ELSE p.resource_count END,
  CASE WHEN p.problem_code = 'part-never-looked-at' THEN NULL ELSE p.resources END,
  p.problem_code, p.problem_message
FROM unread_part p JOIN scope s ON s.id = p.scope JOIN snapshot n ON n.number = p.snapshot;

CREATE VIEW records AS
SELECT c.number AS record, c.revision, c.kind, c.state, c.title, c.document,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS registered
FROM change_record c JOIN event e ON e.id = c.event
WHERE c.revision = (SELECT max(l.revision) FROM change_record l WHERE l.number = c.number);

CREATE VIEW resources AS
SELECT r.id AS resource_key, s.account, s.region, s.type, r.external_id AS id, r.name,
  (SELECT count(*) FROM version v WHERE v.resource = r.id) AS versions,
  EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id AND v.until_snapshot IS NULL) AS is_present
FROM resource r JOIN scope s ON s.id = r.scope;

CREATE VIEW snapshots AS
SELECT n.number AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  n.source, strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS pruned,
  strftime('%Y-%m-%dT%H:%M:%SZ', t.at / 1000000, 'unixepoch') AS withdrawn
FROM snapshot n LEFT JOIN pruned_snapshot p ON p.snapshot = n.number
LEFT JOIN event e ON e.id = p.event
LEFT JOIN withdrawn_snapshot w ON w.snapshot = n.number LEFT JOIN event t ON t.id = w.event;
