-- Events for the platform, in one strict sequence. A row stays some days after the broker's PUBACK.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT;

-- 'last': the last sequence given to an event. 'acknowledged': the broker has everything up to here.
CREATE TABLE mark (
  name TEXT PRIMARY KEY CHECK (name IN ('last', 'acknowledged')),
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO mark (name, sequence) VALUES ('last', 0), ('acknowledged', 0);

-- When the mark 'acknowledged' was raised to which sequence: one row for many events, so that raising it costs the same
-- however many it covers. Rows leave together with the events they cover.
CREATE TABLE acknowledgement (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT;
