-- How fast AWS takes calls, as runs learnt it: the next run begins at this pace. It serves the work only.
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
