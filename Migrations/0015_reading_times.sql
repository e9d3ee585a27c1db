-- When each scope was read, where that is not the moment of its snapshot. A snapshot is an entry of the store and
-- never older than the one before it; readings have an order for each scope by itself.

-- When the first call about the scope began, and when the last answer came.
ALTER TABLE scope_reading ADD COLUMN began_at INTEGER;
ALTER TABLE scope_reading ADD COLUMN ended_at INTEGER;

DROP VIEW coverage;

CREATE VIEW coverage AS
SELECT s.account, s.region, s.type,
  CASE WHEN t.is_retired AND coalesce(h.began_at, d.taken_at, 0) <= e.at THEN 'retired'
    WHEN g.status IS NULL THEN 'never' WHEN r.number IS NULL THEN g.status
    WHEN f.number > r.number THEN 'unread' ELSE 'read' END AS status,
  strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(q.began_at, r.taken_at) / 1000000, 'unixepoch') AS last_read,
  strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(g.began_at, l.taken_at) / 1000000, 'unixepoch') AS last_looked_at,
  r.source, g.resource_count AS resources,
  (SELECT group_concat(p.part, ', ') FROM unread_part p
    WHERE p.scope = s.id AND p.snapshot = g.snapshot) AS unread_parts,
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
