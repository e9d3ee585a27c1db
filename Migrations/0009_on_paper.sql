-- Approved on paper only: the approval became known in the store only when it was too late to give one. Null
-- for what was judged before this was told apart, and for what no record covers.
ALTER TABLE judgement ADD COLUMN is_on_paper INTEGER CHECK (is_on_paper IN (0, 1));

DROP VIEW edits;

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
