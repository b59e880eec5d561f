-- Retained topics, by their whole names, that may stand at the broker with something in them. One is written here before it
-- is filled for the first time, so that it can be emptied when its device is no longer in the station file.
CREATE TABLE retained (
  n INTEGER PRIMARY KEY,
  topic TEXT NOT NULL UNIQUE
) STRICT;
