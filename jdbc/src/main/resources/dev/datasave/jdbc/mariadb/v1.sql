CREATE TABLE IF NOT EXISTS `{schema}entry` (
  store           varbinary(100) NOT NULL,
  `key`           varbinary(400) NOT NULL,
  revision        bigint NOT NULL,
  write_id        varbinary(64) NOT NULL,
  user_ids        mediumtext NOT NULL,
  metadata        mediumtext NOT NULL,
  holder          varbinary(200),
  score           bigint,
  tie             bigint,
  `system`        mediumtext,
  created         bigint NOT NULL,
  updated         bigint NOT NULL,
  removed         bigint GENERATED ALWAYS AS (CASE WHEN value IS NULL THEN updated END) STORED,
  value           longtext,
  value_checksum  bigint,
  checksum        bigint,
  PRIMARY KEY (store, `key`),
  KEY entry_by_holder (holder, store, `key`),
  KEY entry_by_score (store, score, tie, `key`),
  KEY entry_by_removal (removed)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `{schema}entry_user` (
  user_id         varbinary(100) NOT NULL,
  store           varbinary(100) NOT NULL,
  `key`           varbinary(400) NOT NULL,
  PRIMARY KEY (user_id, store, `key`)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `{schema}history` (
  store           varbinary(100) NOT NULL,
  `key`           varbinary(400) NOT NULL,
  revision        bigint NOT NULL,
  write_id        varbinary(64) NOT NULL,
  user_ids        mediumtext NOT NULL,
  metadata        mediumtext NOT NULL,
  holder          varbinary(200),
  score           bigint,
  tie             bigint,
  `system`        mediumtext,
  created         bigint NOT NULL,
  updated         bigint NOT NULL,
  expires         bigint,
  value           longtext,
  value_checksum  bigint,
  checksum        bigint,
  PRIMARY KEY (store, `key`, revision),
  KEY history_by_end (expires)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `{schema}history_user` (
  user_id         varbinary(100) NOT NULL,
  store           varbinary(100) NOT NULL,
  `key`           varbinary(400) NOT NULL,
  revision        bigint NOT NULL,
  PRIMARY KEY (user_id, store, `key`, revision),
  KEY history_user_by_revision (store, `key`, revision),
  FOREIGN KEY (store, `key`, revision) REFERENCES `{schema}history` (store, `key`, revision) ON DELETE CASCADE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE OR REPLACE SQL SECURITY INVOKER VIEW `{schema}entry_json` AS
SELECT CONVERT(store USING utf8mb4) AS store, CONVERT(`key` USING utf8mb4) AS `key`, revision, value, user_ids, metadata,
  CONVERT(holder USING utf8mb4) AS holder, score, tie, `system`, FROM_UNIXTIME(created / 1000) AS created,
  FROM_UNIXTIME(updated / 1000) AS updated
FROM `{schema}entry`
WHERE removed IS NULL;

CREATE OR REPLACE SQL SECURITY INVOKER VIEW `{schema}history_json` AS
SELECT CONVERT(store USING utf8mb4) AS store, CONVERT(`key` USING utf8mb4) AS `key`, revision, value, user_ids, metadata,
  CONVERT(holder USING utf8mb4) AS holder, score, tie, `system`, FROM_UNIXTIME(created / 1000) AS created,
  FROM_UNIXTIME(updated / 1000) AS updated, FROM_UNIXTIME(expires / 1000) AS expires
FROM `{schema}history`;
