-- Notices: what destinations are to be told of, written with what it is about, and the messages that tell it.

-- Something that happened to a finding, to be told to one destination of the settings.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  destination TEXT NOT NULL,
  finding INTEGER NOT NULL REFERENCES finding (number),
  -- As finding_event.kind; 'changed' where unapproved edits came to the finding, 'escalated' where nobody looked.
  kind TEXT NOT NULL
) STRICT;

CREATE INDEX notice_destination ON notice (destination);
CREATE INDEX notice_finding ON notice (finding);
CREATE INDEX notice_event ON notice (event);

-- What is or was sent to a destination, in the order of the numbers. It serves the work: no history is told from it.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  destination TEXT NOT NULL,
  -- The kind of destination that the body was written for.
  channel TEXT NOT NULL,
  -- The same for every attempt: receivers that honour it take the message once.
  key TEXT NOT NULL UNIQUE,
  -- The key of the message that first told of the same findings.
  thread TEXT NOT NULL,
  act TEXT NOT NULL CHECK (act IN ('open', 'acknowledge', 'update', 'close')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  -- When it is sent, or sent again; while it is being sent, when it counts as not sent.
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
  settled_at INTEGER,
  problem TEXT,
  -- What the receiver calls what the message made: the key of a ticket.
  reference TEXT
) STRICT;

CREATE INDEX message_destination ON message (destination, state, id);
CREATE INDEX message_thread ON message (thread);

-- Which message tells a notice; none where the destination wants no such news.
CREATE TABLE told_notice (
  notice INTEGER PRIMARY KEY REFERENCES notice (id),
  message INTEGER REFERENCES message (id)
) STRICT;

CREATE INDEX told_notice_message ON told_notice (message);
