-- Calls that were pruned: that each was made, when, and on what, so that nothing that is judged of its time later takes
-- it for not made. Who made it and what it said is not kept.

CREATE TABLE pruned_activity (
  event_id TEXT PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  -- The event by which the call had come to be known.
  imported INTEGER NOT NULL REFERENCES event (id),
  at INTEGER NOT NULL,
  account TEXT,
  region TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pruned_activity_time ON pruned_activity (event, at);

CREATE TABLE pruned_activity_resource (
  type TEXT NOT NULL,
  resource TEXT NOT NULL,
  event_id TEXT NOT NULL REFERENCES pruned_activity (event_id),
  event INTEGER NOT NULL REFERENCES event (id),
  PRIMARY KEY (type, resource, event_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX pruned_activity_resource_event ON pruned_activity_resource (event);
