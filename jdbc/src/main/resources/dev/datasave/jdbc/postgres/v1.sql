CREATE TABLE {schema}.entry (
  store     text COLLATE "C" NOT NULL,
  key       text COLLATE "C" NOT NULL,
  revision  bigint NOT NULL,
  write_id  text COLLATE "C" NOT NULL,
  user_ids  text NOT NULL,
  metadata  text NOT NULL,
  holder    text COLLATE "C",
  score     bigint,
  tie       bigint,
  system    text,
  created   bigint NOT NULL,
  updated   bigint NOT NULL,
  removed   bigint,
  value     text,
  PRIMARY KEY (store, key)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);

CREATE INDEX entry_by_holder ON {schema}.entry (holder, store, key) WHERE holder IS NOT NULL;

CREATE INDEX entry_by_score ON {schema}.entry (store, score, tie, key) WHERE score IS NOT NULL;

CREATE INDEX entry_by_removal ON {schema}.entry (removed) WHERE removed IS NOT NULL;

CREATE TABLE {schema}.entry_user (
  user_id   text COLLATE "C" NOT NULL,
  store     text COLLATE "C" NOT NULL,
  key       text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, store, key)
);

CREATE TABLE {schema}.history (
  store     text COLLATE "C" NOT NULL,
  key       text COLLATE "C" NOT NULL,
  revision  bigint NOT NULL,
  write_id  text COLLATE "C" NOT NULL,
  user_ids  text NOT NULL,
  metadata  text NOT NULL,
  holder    text COLLATE "C",
  score     bigint,
  tie       bigint,
  system    text,
  created   bigint NOT NULL,
  updated   bigint NOT NULL,
  expires   bigint,
  value     text,
  PRIMARY KEY (store, key, revision)
);

CREATE INDEX history_by_end ON {schema}.history (expires) WHERE expires IS NOT NULL;

CREATE TABLE {schema}.history_user (
  user_id   text COLLATE "C" NOT NULL,
  store     text COLLATE "C" NOT NULL,
  key       text COLLATE "C" NOT NULL,
  revision  bigint NOT NULL,
  PRIMARY KEY (user_id, store, key, revision),
  FOREIGN KEY (store, key, revision) REFERENCES {schema}.history ON DELETE CASCADE
);

CREATE INDEX history_user_by_revision ON {schema}.history_user (store, key, revision);

CREATE VIEW {schema}.entry_json AS
SELECT store, key, revision, value::json AS value, user_ids::json AS user_ids, metadata::json AS metadata, holder, score, tie,
  system::json AS system, to_timestamp(created / 1000.0) AS created, to_timestamp(updated / 1000.0) AS updated
FROM {schema}.entry
WHERE removed IS NULL;

CREATE VIEW {schema}.history_json AS
SELECT store, key, revision, value::json AS value, user_ids::json AS user_ids, metadata::json AS metadata, holder, score, tie,
  system::json AS system, to_timestamp(created / 1000.0) AS created, to_timestamp(updated / 1000.0) AS updated,
  to_timestamp(expires / 1000.0) AS expires
FROM {schema}.history;
