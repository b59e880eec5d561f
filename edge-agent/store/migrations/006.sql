-- Deposits at the bins: what each was begun with, and its steps, each on disk before what it allows is done. A step happens
-- once: two writers of one step are one too many, whatever the program thinks.
CREATE TABLE deposit (
  id TEXT PRIMARY KEY,
  began_at_ms INTEGER NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1))
) STRICT;
CREATE INDEX deposit_unsettled ON deposit (began_at_ms) WHERE settled = 0;

CREATE TABLE deposit_step (
  n INTEGER PRIMARY KEY,
  deposit TEXT NOT NULL REFERENCES deposit (id),
  step TEXT NOT NULL CHECK (step IN ('pulse-1', 'pulse-2', 'opened', 'closed', 'settled')),
  at_ms INTEGER NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  UNIQUE (deposit, step)
) STRICT;
CREATE INDEX deposit_settled ON deposit_step (at_ms) WHERE step = 'settled';

-- Points, double entry: what one account gives, another takes, so the ledger always comes to nothing. One posting an event.
CREATE TABLE posting (
  n INTEGER PRIMARY KEY,
  event TEXT NOT NULL UNIQUE,
  giver TEXT NOT NULL,
  taker TEXT NOT NULL CHECK (taker <> giver),
  points INTEGER NOT NULL CHECK (points > 0),
  prices TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX posting_given ON posting (giver, points);
CREATE INDEX posting_taken ON posting (taker, points);

CREATE TRIGGER posting_stays_as_it_is BEFORE UPDATE ON posting
BEGIN
  SELECT RAISE(ABORT, 'a posting is never changed');
END;

CREATE TRIGGER posting_is_kept BEFORE DELETE ON posting
BEGIN
  SELECT RAISE(ABORT, 'a posting is never deleted');
END;

-- INSERT OR REPLACE deletes without the trigger above.
CREATE TRIGGER posting_only_grows BEFORE INSERT ON posting
WHEN new.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM posting)
  OR EXISTS (SELECT 1 FROM posting WHERE event = new.event)
BEGIN
  SELECT RAISE(ABORT, 'a posting goes behind the last, and an event has one');
END;

-- As a book-keeper reads it: a line for each account of a posting.
CREATE VIEW ledger AS
  SELECT n, event, taker AS account, points, prices, at_ms FROM posting
  UNION ALL
  SELECT n, event, giver, -points, prices, at_ms FROM posting;
