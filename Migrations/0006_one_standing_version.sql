-- A resource has one version at a time. An import could leave two: of a resource that came back, named by
-- two files with different detail, the poorer version stood beside the richer one.

-- Of two versions whose intervals meet, the one with less in it is the poorer; of two alike, the later.
CREATE TEMP TABLE poorer_version AS
WITH sized AS (
  SELECT v.id, v.resource, v.first_snapshot, v.until_snapshot, length(coalesce(v.body, o.body)) AS size
  FROM version v LEFT JOIN version o ON o.id = v.same_as
)
SELECT p.id AS version, r.id AS richer, p.until_snapshot IS NULL AND r.until_snapshot IS NOT NULL AS goes_on,
  r.until_snapshot AS richer_until
FROM sized p JOIN sized r ON r.resource = p.resource AND r.id <> p.id
WHERE p.first_snapshot < coalesce(r.until_snapshot, 1 << 60)
  AND r.first_snapshot < coalesce(p.until_snapshot, 1 << 60)
  AND (p.size < r.size OR (p.size = r.size AND p.id > r.id));

-- Where only the poorer one still stands, it begins when the last richer one ended.
UPDATE version SET first_snapshot = (
  SELECT max(richer_until) FROM poorer_version p WHERE p.version = version.id)
WHERE id IN (SELECT version FROM poorer_version GROUP BY version HAVING min(goes_on) = 1);

DELETE FROM poorer_version WHERE version IN (
  SELECT version FROM poorer_version GROUP BY version HAVING min(goes_on) = 1);

-- The others are taken out; what points to them points to the richer one, or gets the body for its own.
UPDATE expected SET version = (
  SELECT min(richer) FROM poorer_version p WHERE p.version = expected.version
    AND p.richer NOT IN (SELECT version FROM poorer_version))
WHERE version IN (SELECT version FROM poorer_version);

UPDATE version SET (body, dictionary, same_as) = (
  SELECT o.body, o.dictionary, NULL FROM version o WHERE o.id = version.same_as)
WHERE same_as IN (SELECT version FROM poorer_version);

DELETE FROM fingerprint WHERE version IN (SELECT version FROM poorer_version);

DELETE FROM version WHERE id IN (SELECT version FROM poorer_version);

DROP TABLE poorer_version;

CREATE UNIQUE INDEX version_standing ON version (resource) WHERE until_snapshot IS NULL;
