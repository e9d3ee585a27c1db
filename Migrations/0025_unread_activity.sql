-- What queues told of and nobody could read: it stands until it was read after all, or until a person takes it back.
-- Since when, and who took it back and why, the events say.

CREATE TABLE unread_activity (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The source whose queue told of it.
  source TEXT NOT NULL,
  -- What it is: s3://BUCKET/KEY, ACCOUNT/REGION/TYPE, or a keyed digest of a message.
  name TEXT NOT NULL,
  -- The id of the event of CloudTrail that a message says to hold.
  event_id TEXT,
  account TEXT,
  region TEXT,
  -- Of a scope that was to be read again.
  type TEXT,
  problem_code TEXT NOT NULL,
  problem_message TEXT NOT NULL,
  -- By which it was read after all or taken back.
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE INDEX unread_activity_name ON unread_activity (name);
CREATE INDEX unread_activity_event ON unread_activity (event);
CREATE INDEX unread_activity_until ON unread_activity (until_event) WHERE until_event IS NOT NULL;
