-- The ledger: what each event wrote, as the leaves of a Merkle tree (RFC 6962, section 2.1).
-- Written by the program alone, when a transaction ends; see Documentation/Verification.md.

-- Of each kind of rows, how many an event added and took away, and the sum of their keyed digests.
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

-- The leaves, from position 0 on: the keyed digest of the seals of one event each.
CREATE TABLE leaf (
  position INTEGER PRIMARY KEY,
  event INTEGER NOT NULL UNIQUE REFERENCES event (id),
  entry BLOB NOT NULL CHECK (length(entry) = 32)
) STRICT;

-- Of each kind, all rows that there are now.
CREATE TABLE ledger_total (
  facet TEXT PRIMARY KEY,
  row_count INTEGER NOT NULL,
  sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT, WITHOUT ROWID;

-- The head of the tree, and what the key makes of it and of all totals.
CREATE TABLE ledger_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  -- The roots of the full trees that it is made of, the largest first.
  peaks BLOB NOT NULL,
  mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
