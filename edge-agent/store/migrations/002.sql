-- Sealed rows, receipts, and rows set aside. `seal_row` and `seal_key` are this program's own functions: no text of a
-- reading is left in the file once the freed pages have been wiped (secure_delete).
ALTER TABLE outbox RENAME TO plain;

-- `sealed` is bound to every other column of its row. No index beside the key: a commit writes one page.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  topic TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
INSERT INTO outbox (sequence, id, topic, saved_at_ms, key_id, sealed)
  SELECT sequence, id, topic, saved_at_ms, seal_key(), seal_row(sequence, id, topic, saved_at_ms, payload) FROM plain;
DROP TABLE plain;

-- Rows that can never be sent as they are, kept whole; a tombstone has their place in the outbox.
CREATE TABLE aside (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  topic TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  why TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

-- 'last': no sequence up to here is given again, whatever the outbox still holds. 'acknowledged': the broker has
-- everything up to here. 'receipted': the platform has it.
ALTER TABLE mark RENAME TO mark_1;
CREATE TABLE mark (
  name TEXT PRIMARY KEY CHECK (name IN ('last', 'acknowledged', 'receipted')),
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO mark SELECT name, sequence FROM mark_1;
INSERT INTO mark (name, sequence) VALUES ('receipted', 0);
DROP TABLE mark_1;

-- From when on everything up to a sequence need be kept no longer than the days of the station file.
ALTER TABLE acknowledgement RENAME TO settlement;
