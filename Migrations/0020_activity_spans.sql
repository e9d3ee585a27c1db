-- Of which hours of an account and region CloudTrail's files were imported: what no call explains is said of them only.

CREATE TABLE activity_span (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  CHECK (from_at < until_at)
) STRICT;

CREATE INDEX activity_span_place ON activity_span (account, region, from_at);
CREATE INDEX activity_span_event ON activity_span (event);
