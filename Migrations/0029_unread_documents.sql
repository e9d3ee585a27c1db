-- Files of change records that the settings name and that could not be read: nobody knows what they take back. One stands
-- until it is read, or is no longer there. Since when, the events say.

CREATE TABLE unread_document (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The file or folder, from the root of the file system.
  path TEXT NOT NULL,
  problem_code TEXT NOT NULL,
  problem_message TEXT NOT NULL,
  until_event INTEGER REFERENCES event (id)
) STRICT;

CREATE INDEX unread_document_event ON unread_document (event);
CREATE INDEX unread_document_until ON unread_document (until_event) WHERE until_event IS NOT NULL;
CREATE UNIQUE INDEX unread_document_standing ON unread_document (path) WHERE until_event IS NULL;
