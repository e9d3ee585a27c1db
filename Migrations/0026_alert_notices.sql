-- Calls that alert rules name, as destinations are to be told of them: each call once to each destination.

CREATE TABLE alert_notice (
  id INTEGER PRIMARY KEY,
  event INTEGER NOT NULL REFERENCES event (id),
  destination TEXT NOT NULL,
  -- The id of the call's event. The call itself may be pruned before.
  call TEXT NOT NULL,
  -- The rule as it was then; a row for each that names the call.
  rule TEXT NOT NULL,
  title TEXT NOT NULL,
  severity INTEGER NOT NULL,
  -- As '5 in 10min, by actor', where the call reached a threshold.
  threshold TEXT,
  -- A finding of whose edits the call made some. What tells the destination of it tells the alert too.
  finding INTEGER REFERENCES finding (number),
  UNIQUE (destination, call, rule)
) STRICT;

CREATE INDEX alert_notice_event ON alert_notice (event);
CREATE INDEX alert_notice_finding ON alert_notice (finding);

-- Which message tells an alert by itself; none where the messages on a finding tell it.
CREATE TABLE told_alert (
  alert INTEGER PRIMARY KEY REFERENCES alert_notice (id),
  message INTEGER REFERENCES message (id)
) STRICT;

CREATE INDEX told_alert_message ON told_alert (message);
