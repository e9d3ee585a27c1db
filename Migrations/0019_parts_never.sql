-- A part that no file has ever given was not asked about: it is not unread, and no view says so.
DROP VIEW readings;

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

DROP VIEW coverage;

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
