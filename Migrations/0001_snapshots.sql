-- What was observed: scopes, snapshots, resources, and their configurations as intervals of snapshots.
-- Moments are microseconds since 1970 in UTC.

-- What holds for the whole store. `key` is what the store's key makes of a constant, to tell it from
-- the key of another store.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  type TEXT NOT NULL,
  UNIQUE (account, region, type)
) STRICT;

CREATE TABLE snapshot (
  number INTEGER PRIMARY KEY,
  taken_at INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;

-- How far each scope was read in a snapshot; a scope that is not here was not looked at.
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

-- Parts of resources that were known and could not be read this time.
CREATE TABLE unread_part (
  scope INTEGER NOT NULL REFERENCES scope (id),
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  part TEXT NOT NULL,
  resource_count INTEGER NOT NULL,
  PRIMARY KEY (scope, snapshot, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  scope INTEGER NOT NULL REFERENCES scope (id),
  external_id TEXT NOT NULL,
  name TEXT
) STRICT;

CREATE UNIQUE INDEX resource_identity ON resource (external_id, scope);

-- Compression dictionaries, each trained on bodies of one type.
CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- A configuration of a resource, and the snapshots in which it stood: from first_snapshot on, and
-- before until_snapshot. The digest is keyed and over the whole body.
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

CREATE INDEX version_resource ON version (resource);

-- Other texts that were read and mean what a version means: raw bytes before secrets were replaced,
-- or another order of the same set. Keyed digests, because the raw bytes may hold secrets.
CREATE TABLE fingerprint (
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  version INTEGER NOT NULL REFERENCES version (id),
  PRIMARY KEY (version, digest)
) STRICT, WITHOUT ROWID;

-- What a snapshot changed, leaf by leaf, against the resource's version before.
CREATE TABLE edit (
  id INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL REFERENCES snapshot (number),
  resource INTEGER NOT NULL REFERENCES resource (id),
  path TEXT NOT NULL,
  change TEXT NOT NULL CHECK (change IN ('added', 'removed', 'changed')),
  old TEXT,
  new TEXT
) STRICT;

CREATE INDEX edit_snapshot ON edit (snapshot);
CREATE INDEX edit_resource ON edit (resource);
