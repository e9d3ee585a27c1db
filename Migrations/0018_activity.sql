-- What CloudTrail recorded: who called what, when. Kept as it was delivered, without secrets.

CREATE TABLE activity (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  event_id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  account TEXT,
  region TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  actor TEXT NOT NULL,
  means TEXT,
  person TEXT,
  access_key TEXT,
  opened_key TEXT,
  error_code TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX activity_time ON activity (at);
CREATE INDEX activity_account_time ON activity (account, at);
CREATE INDEX activity_event ON activity (event);
CREATE INDEX activity_opened_key ON activity (opened_key) WHERE opened_key IS NOT NULL;

-- The resources that a call changed, as its event names them.
CREATE TABLE activity_resource (
  activity INTEGER NOT NULL REFERENCES activity (id),
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES event (id),
  PRIMARY KEY (activity, type, resource)
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_resource_name ON activity_resource (type, resource);
CREATE INDEX activity_resource_event ON activity_resource (event);
