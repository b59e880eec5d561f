-- What the station did and what was done to it, as a chain: `hash` covers the entry and the hash before it. The triggers
-- stop mistakes; who can write the file can drop them, and is found out by the chain and by the heads the platform has.
CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  entry TEXT NOT NULL CHECK (json_valid(entry)),
  hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_stays_as_it_is BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an audit entry is never changed');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an audit entry is never deleted');
END;

-- INSERT OR REPLACE deletes without the trigger above.
CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
WHEN new.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM audit)
BEGIN
  SELECT RAISE(ABORT, 'an audit entry goes behind the last');
END;
