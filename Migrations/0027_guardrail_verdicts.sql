-- What guardrails that look at one resource alone say of a version, so that an audit judges only what changed. It can be
-- had again at any time, and is: where the guardrails or the program are others, and where the seal does not fit.

CREATE TABLE guardrail_verdict (
  version INTEGER PRIMARY KEY REFERENCES version (id) ON DELETE CASCADE,
  -- Keyed digest of the guardrails of the type, and of the program that judged.
  rules BLOB NOT NULL CHECK (length(rules) = 32),
  -- By guardrail the reason why nothing can be said, or the rows by which it is broken; canonical JSON.
  verdict TEXT NOT NULL,
  -- Keyed digest of all this and of what was judged: nobody without the store's key can write one.
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
