-- What `plumb query` offers; documented in Documentation/Query.md. Moments are RFC 3339 texts.

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

CREATE VIEW snapshots AS
SELECT number AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', taken_at / 1000000, 'unixepoch') AS taken,
  source FROM snapshot;
