-- Readings that were taken out of a meter's memory, so that none is taken twice: a keyed hash of each, whose key lies in the
-- ring beside this file. No value, no meter and no person can be read here, and without the key none can be tried.
CREATE TABLE taken (
  n INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;
