CREATE TABLE entry (
  id        INTEGER PRIMARY KEY,
  store     TEXT NOT NULL,
  key       TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  write_id  TEXT NOT NULL,
  user_ids  TEXT NOT NULL,
  metadata  TEXT NOT NULL,
  holder    TEXT,
  score     REAL,
  system    TEXT,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  value     TEXT,
  UNIQUE (store, key)
) STRICT;

CREATE INDEX entry_by_holder ON entry (holder, store, key) WHERE holder IS NOT NULL;

CREATE INDEX entry_by_score ON entry (store, score, key) WHERE score IS NOT NULL;

CREATE INDEX entry_removed ON entry (updated) WHERE value IS NULL;

CREATE TABLE entry_user (
  user_id   TEXT NOT NULL,
  store     TEXT NOT NULL,
  key       TEXT NOT NULL,
  PRIMARY KEY (user_id, store, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
  id        INTEGER PRIMARY KEY,
  store     TEXT NOT NULL,
  key       TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  write_id  TEXT NOT NULL,
  user_ids  TEXT NOT NULL,
  metadata  TEXT NOT NULL,
  holder    TEXT,
  score     REAL,
  system    TEXT,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  expires   INTEGER,
  value     TEXT,
  UNIQUE (store, key, revision)
) STRICT;

CREATE INDEX history_by_end ON history (expires) WHERE expires IS NOT NULL;
