-- A store of the schema up to 0005, with its key: 6759eb6ed6711f33d769b4d87a139602434873bc40f8b5b8541c885875d905fe
PRAGMA application_id = 1347179853;
BEGIN TRANSACTION;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  after_snapshot INTEGER NOT NULL,
  to_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
) STRICT;
INSERT INTO "audit" VALUES(1,5,1,1,2);
INSERT INTO "audit" VALUES(2,8,1,2,3);
INSERT INTO "audit" VALUES(3,10,1,3,4);
CREATE TABLE baseline (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "baseline" VALUES(1,'default');
CREATE TABLE baseline_scope (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  scope INTEGER NOT NULL REFERENCES scope (id),
  event INTEGER NOT NULL REFERENCES event (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  PRIMARY KEY (baseline, scope, event)
) STRICT, WITHOUT ROWID;
INSERT INTO "baseline_scope" VALUES(1,1,2,1);
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
INSERT INTO "change_record" VALUES('CHG0031337',1,3,'normal','approved','Open HTTPS from the office','change: CHG0031337
title: Open HTTPS from the office
kind: normal
state: approved
requestedBy: alice@example.com
approvals:
  - by: bob@example.com
    at: 2026-11-01T07:30:00Z
window:
  from: 2026-11-01T08:00:00Z
  until: 2026-11-05T00:00:00Z
reference: https://tickets.example.com/CHG0031337
allows:
  - resource:
      id: sg-0a1b2c3d
    action: modify
    edits:
      - added: IpPermissions
        where:
          IpProtocol: tcp
          ports: "443"
          source:
            within: "10.0.0.0/8"
');
CREATE TABLE delivered (
  source TEXT NOT NULL,
  folder TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (source, folder)
) STRICT, WITHOUT ROWID;
CREATE TABLE deviation (
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  judgement INTEGER NOT NULL REFERENCES judgement (id),
  PRIMARY KEY (baseline, resource, judgement)
) STRICT, WITHOUT ROWID;
INSERT INTO "deviation" VALUES(1,1,3);
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
INSERT INTO "edit" VALUES(1,2,1,'IpPermissions[tcp 22 from 0.0.0.0/0]','added',NULL,'{"FromPort":22,"IpProtocol":"tcp","ToPort":22,"source":"0.0.0.0/0"}');
INSERT INTO "edit" VALUES(2,2,1,'IpPermissions[tcp 443 from 10.1.0.0/16]','added',NULL,'{"FromPort":443,"IpProtocol":"tcp","ToPort":443,"source":"10.1.0.0/16"}');
INSERT INTO "edit" VALUES(3,3,1,'IpPermissions[tcp 22 from 0.0.0.0/0]','removed','{"FromPort":22,"IpProtocol":"tcp","ToPort":22,"source":"0.0.0.0/0"}',NULL);
INSERT INTO "edit" VALUES(4,4,1,'IpPermissions[tcp 22 from 0.0.0.0/0]','added',NULL,'{"FromPort":22,"IpProtocol":"tcp","ToPort":22,"source":"0.0.0.0/0"}');
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT,
  reason TEXT
) STRICT;
INSERT INTO "event" VALUES(1,1793512800000000,'snapshot',NULL,'d1');
INSERT INTO "event" VALUES(2,1793516400000000,'baseline set','erin@example.com','agreed');
INSERT INTO "event" VALUES(3,1793518800000000,'change record','alice@example.com',NULL);
INSERT INTO "event" VALUES(4,1793599200000000,'snapshot',NULL,'d2');
INSERT INTO "event" VALUES(5,1793602800000000,'audit',NULL,NULL);
INSERT INTO "event" VALUES(6,1793606400000000,'finding acknowledged','carol@example.com','asking');
INSERT INTO "event" VALUES(7,1793685600000000,'snapshot',NULL,'d3');
INSERT INTO "event" VALUES(8,1793689200000000,'audit',NULL,NULL);
INSERT INTO "event" VALUES(9,1793772000000000,'snapshot',NULL,'d4');
INSERT INTO "event" VALUES(10,1793775600000000,'audit',NULL,NULL);
INSERT INTO "event" VALUES(11,1793779200000000,'finding accepted','dave@example.com','vendor');
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
INSERT INTO "expected" VALUES(1,1,1,5,8,2,NULL,'{"Description":"web","GroupId":"sg-0a1b2c3d","GroupName":"web","IpPermissions":{"tcp 443 from 10.1.0.0/16":{"FromPort":443,"IpProtocol":"tcp","ToPort":443,"source":"10.1.0.0/16"}},"IpPermissionsEgress":[],"Tags":[],"VpcId":"vpc-1"}',0);
INSERT INTO "expected" VALUES(2,1,1,8,NULL,3,NULL,'{"Description":"web","GroupId":"sg-0a1b2c3d","GroupName":"web","IpPermissions":{"tcp 443 from 10.1.0.0/16":{"FromPort":443,"IpProtocol":"tcp","ToPort":443,"source":"10.1.0.0/16"}},"IpPermissionsEgress":[],"Tags":[],"VpcId":"vpc-1"}',0);
CREATE TABLE finding (
  number INTEGER PRIMARY KEY,
  baseline INTEGER NOT NULL REFERENCES baseline (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  change TEXT NOT NULL CHECK (change IN ('created', 'deleted', 'modified')),
  event INTEGER NOT NULL REFERENCES event (id),
  first_snapshot INTEGER NOT NULL REFERENCES snapshot (number)
) STRICT;
INSERT INTO "finding" VALUES(1,1,1,'modified',5,2);
INSERT INTO "finding" VALUES(2,1,1,'modified',10,4);
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
INSERT INTO "finding_event" VALUES(1,1,5,'opened',2,NULL,NULL);
INSERT INTO "finding_event" VALUES(2,1,6,'acknowledged',NULL,NULL,NULL);
INSERT INTO "finding_event" VALUES(3,1,8,'reverted',3,NULL,NULL);
INSERT INTO "finding_event" VALUES(4,2,10,'opened',4,NULL,NULL);
INSERT INTO "finding_event" VALUES(5,2,11,'accepted',NULL,NULL,1798675200000000);
CREATE TABLE fingerprint (
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  version INTEGER NOT NULL REFERENCES version (id),
  PRIMARY KEY (version, digest)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "judgement" VALUES(1,5,1,1,2,'modified','IpPermissions[tcp 22 from 0.0.0.0/0]','added',NULL,'{"FromPort":22,"IpProtocol":"tcp","ToPort":22,"source":"0.0.0.0/0"}',1793512800000000,1793599200000000,3,'tcp/22 is now open to the whole internet','unapproved',NULL,NULL,NULL,NULL,NULL,'[{"distance":40,"lacks":"approves tcp\/443 from 10.0.0.0\/8 here: port 22 is not 443, 0.0.0.0\/0 is wider than 10.0.0.0\/8","record":"CHG0031337"}]',1);
INSERT INTO "judgement" VALUES(2,5,1,1,2,'modified','IpPermissions[tcp 443 from 10.1.0.0/16]','added',NULL,'{"FromPort":443,"IpProtocol":"tcp","ToPort":443,"source":"10.1.0.0/16"}',1793512800000000,1793599200000000,1,'tcp/443 is now open to 10.1.0.0/16','approved','CHG0031337',0,0,0,NULL,NULL,1);
INSERT INTO "judgement" VALUES(3,10,1,1,4,'modified','IpPermissions[tcp 22 from 0.0.0.0/0]','added',NULL,'{"FromPort":22,"IpProtocol":"tcp","ToPort":22,"source":"0.0.0.0/0"}',1793685600000000,1793772000000000,3,'tcp/22 is now open to the whole internet','unapproved',NULL,NULL,NULL,NULL,NULL,'[{"distance":40,"lacks":"approves tcp\/443 from 10.0.0.0\/8 here: port 22 is not 443, 0.0.0.0\/0 is wider than 10.0.0.0\/8","record":"CHG0031337"}]',2);
CREATE TABLE migration (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL
) STRICT;
INSERT INTO "migration" VALUES(1,'0001_snapshots','0fd9f0994566f2435a8ec80b8d1be15b24ecc64302892c474e3c1b58cde59bc2');
INSERT INTO "migration" VALUES(2,'0002_audit','8b94b2df67605dfa407ab2927c4620e092f5325733e522cdd7c1ae01b748cde8');
INSERT INTO "migration" VALUES(3,'0003_views','a233f6a4550bc73cf81e37c0613f7356590d950c261ed43b3f6704bb6be699b0');
INSERT INTO "migration" VALUES(4,'0004_runs','6d7ac42cd99b990712387ef547f17b61b6c43c57ea5ff849f7e8ab50e5929c6a');
INSERT INTO "migration" VALUES(5,'0005_prune','442d25dfa3eb08371abde0a10bcd5e54adfd4fda25a28f855a5413763204b9fe');
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
INSERT INTO "record_use" VALUES(2,'CHG0031337',0,0,1);
CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL REFERENCES scope (id),
  external_id TEXT NOT NULL,
  name TEXT
) STRICT;
INSERT INTO "resource" VALUES(1,1,'sg-0a1b2c3d','web');
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
CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  type TEXT NOT NULL,
  UNIQUE (account, region, type)
) STRICT;
INSERT INTO "scope" VALUES(1,'111122223333','eu-west-1','AWS::EC2::SecurityGroup');
CREATE TABLE scope_reading (
  scope INTEGER NOT NULL REFERENCES scope (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  status TEXT NOT NULL CHECK (status IN ('read', 'seen', 'unread')),
  resource_count INTEGER NOT NULL,
  problem_code TEXT,
  problem_message TEXT,
  problem_hint TEXT,
  PRIMARY KEY (scope, snapshot),
  CHECK ((status = 'unread') = (problem_code IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO "scope_reading" VALUES(1,1,'read',1,NULL,NULL,NULL);
INSERT INTO "scope_reading" VALUES(1,2,'read',1,NULL,NULL,NULL);
INSERT INTO "scope_reading" VALUES(1,3,'read',1,NULL,NULL,NULL);
INSERT INTO "scope_reading" VALUES(1,4,'read',1,NULL,NULL,NULL);
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('key',X'8BB863E690420AE528BA396971E088ADBC4ABB18DA58CCA50A79C068A9D8850C');
CREATE TABLE snapshot (
  number INTEGER PRIMARY KEY,
  taken_at INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;
INSERT INTO "snapshot" VALUES(1,1793512800000000,1795861314000000,'d1');
INSERT INTO "snapshot" VALUES(2,1793599200000000,1795861315000000,'d2');
INSERT INTO "snapshot" VALUES(3,1793685600000000,1795861316000000,'d3');
INSERT INTO "snapshot" VALUES(4,1793772000000000,1795861316000000,'d4');
CREATE TABLE unread_part (
  scope INTEGER NOT NULL REFERENCES scope (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  part TEXT NOT NULL,
  resource_count INTEGER NOT NULL,
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
  same_as INTEGER REFERENCES version (id),
  CHECK ((body IS NULL) = (same_as IS NOT NULL))
) STRICT;
INSERT INTO "version" VALUES(1,1,1,2,0,X'388B340D29FD0EA86937FE02D5D75635B46ECBE575C360FDFC9806D04A2BB496',NULL,X'28B52FFD20AEF50300E2C6181C70691D321F886552D67D310E4C5779D01F6E2E1119ACE5C5FF59C30B8D45C9A4CFD4012D4A26FDF7C804EF5EFB6F4E74034C340FA48B2CB85810D1DDCDCCBCBB1BDD3D05F75A02B6B8DE038C3FEE2842226D7A31B30A80B0D74CDA2450F1E2401901092010A6C7014880797F3CC313D23174367F313E907B5863',NULL);
INSERT INTO "version" VALUES(2,1,2,3,0,X'9ADA94D41E28A2179D0746EAEAB98CAA3AFA2EB2A3A428B0D9F77D78E1E9D2FF',NULL,X'28B52FFD605700650600728B2622406B9C039741F64925D28A8CB6D7B2C140161825CBEAB77E9055172E455E55B9E882D3A228F7769845402602C99648AC69998E002090BB6FC24D14B8A4B83774202661135D7C31E61EB12A1EE582AFEF8BEEBEA04F2365692D8A72EF86EC1034A4B13B3E0C159B5C1DD6F378DBF056A1B5D618632C339321D4408034461BF9351C60C0067C9803B5DEB4C718C92087D357EE4DB20CCA0697021320101A63861EC1026803675E8455802FB86CC3DA367477E09618136C81B9FEF80C2FA4C3D0D9FC89F103B9073A06',NULL);
INSERT INTO "version" VALUES(3,1,3,4,0,X'6F90F5B0E7F5159F81E77D4F18DED3638AC48BC0094B77E9F5AB0F21764B0D80',NULL,X'28B52FFD600400D50500524B2622406B9C039741F64925D28A8CB6D7B2C140161825CBEAB77E9055EB6F572ECB9C0480D3A228F77698C5B44C0F4800E4408E3C90BCFB26DC44814B8A7B4307621236D1C5574B24DC2356C5A35CF0F57DD1DD17F469A42CAD4551EEDD901D82863476C787A16293ABC37A22DE36BC5568AD35C618CBCC64083510208DD1467E0D0718B0011FE640AD37ED31463208C2E92BF726590665834B010C2010C68B0375C30BD85B1C0661AE3F9EE10CE9183ACDDF181FC83D9031',NULL);
INSERT INTO "version" VALUES(4,1,4,NULL,0,X'5EB50D9D5185C86FC4A9586C792730273EE525ADDE3E5505424680F9BF0117E6',NULL,X'28B52FFD6057006D0600C24B2722306BAC030852159145B1D21F5A7D71F4F288FFF76CFD368A4DA92E4B891E1470A91C5182A4F7669405432CD69A8A92E8018A608B2D5D4CFF3E0F5EA4C021E4BD23E32809F3D8C5954B24DE1F5E45B35C70F5099FBF2F2CDC6719520992DEBB233304EDACEC960D47C53C9E00D4F50067039C0ACE39D75A6BAAAA1C9D0682B3F2999261C701466CC4463948EA8B838DA10A3B30FDF4BE1C9361D9E0501220101AA3861EC102581D382EC448E30590B1616BDB0BB4B7381C84F9FEF80C37A4E3D0D9FCC5F881DC431D03',NULL);
CREATE UNIQUE INDEX resource_identity ON resource (external_id, scope);
CREATE INDEX version_resource ON version (resource);
CREATE INDEX edit_snapshot ON edit (snapshot);
CREATE INDEX edit_resource ON edit (resource);
CREATE INDEX expected_resource ON expected (resource, baseline);
CREATE INDEX audit_baseline ON audit (baseline, to_snapshot);
CREATE INDEX finding_resource ON finding (resource);
CREATE INDEX finding_event_finding ON finding_event (finding);
CREATE INDEX judgement_resource ON judgement (resource);
CREATE INDEX judgement_record ON judgement (record) WHERE record IS NOT NULL;
CREATE INDEX judgement_time ON judgement (occurred_until);
CREATE INDEX record_use_judgement ON record_use (judgement);
CREATE VIEW resources AS
SELECT r.id AS resource_key, s.account, s.region, s.type, r.external_id AS id, r.name,
  (SELECT count(*) FROM version v WHERE v.resource = r.id) AS versions,
  EXISTS (SELECT 1 FROM version v WHERE v.resource = r.id AND v.until_snapshot IS NULL) AS is_present
FROM resource r JOIN scope s ON s.id = r.scope;
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
CREATE VIEW edits AS
SELECT e.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS seen,
  s.account, s.region, s.type, r.external_id AS id, r.name, e.path, e.change, e.old, e.new,
  (SELECT j.verdict FROM judgement j WHERE j.resource = e.resource AND j.snapshot = e.snapshot
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
    ELSE 'low' END FROM judgement j WHERE j.finding = f.number) AS severity,
  strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS first_seen
FROM finding f
JOIN baseline b ON b.id = f.baseline
JOIN resource r ON r.id = f.resource
JOIN scope s ON s.id = r.scope
JOIN snapshot n ON n.number = f.first_snapshot;
CREATE VIEW records AS
SELECT c.number AS record, c.revision, c.kind, c.state, c.title, c.document,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS registered
FROM change_record c JOIN event e ON e.id = c.event
WHERE c.revision = (SELECT max(l.revision) FROM change_record l WHERE l.number = c.number);
CREATE UNIQUE INDEX run_held ON run (source) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX run_due ON run (source, due_at) WHERE snapshot IS NOT NULL;
CREATE INDEX run_snapshot ON run (snapshot) WHERE snapshot IS NOT NULL;
CREATE INDEX version_same_as ON version (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX expected_version ON expected (version) WHERE version IS NOT NULL;
CREATE INDEX judgement_finding ON judgement (finding) WHERE finding IS NOT NULL;
CREATE VIEW snapshots AS
SELECT n.number AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  n.source, strftime('%Y-%m-%dT%H:%M:%SZ', e.at / 1000000, 'unixepoch') AS pruned
FROM snapshot n LEFT JOIN pruned_snapshot p ON p.snapshot = n.number
LEFT JOIN event e ON e.id = p.event;
COMMIT;
