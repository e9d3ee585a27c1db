-- When an edit that deviated stopped doing so: with this a report on a past period says what stood at its end. An
-- edit of before this was kept has no row.
CREATE TABLE ended_deviation (
  judgement INTEGER PRIMARY KEY REFERENCES judgement (id),
  event INTEGER NOT NULL REFERENCES event (id)
) STRICT;

-- A finding is as bad as the worst edit that it ever had and no record covered.
DROP VIEW findings;

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

-- How each snapshot read each scope, and the parts of resources that it did not.
CREATE VIEW readings AS
SELECT g.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch') AS taken,
  s.account, s.region, s.type, NULL AS part, g.status, g.resource_count AS resources,
  NULL AS resource_ids, g.problem_code AS problem, g.problem_message AS message
FROM scope_reading g JOIN scope s ON s.id = g.scope JOIN snapshot n ON n.number = g.snapshot
UNION ALL
SELECT p.snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', n.taken_at / 1000000, 'unixepoch'),
  s.account, s.region, s.type, p.part, 'unread', p.resource_count, p.resources, p.problem_code,
  p.problem_message
FROM unread_part p JOIN scope s ON s.id = p.scope JOIN snapshot n ON n.number = p.snapshot;
