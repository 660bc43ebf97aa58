-- begin_read
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;

-- begin_write
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
START TRANSACTION;

-- commit
COMMIT;

-- rollback
ROLLBACK;

-- now
SELECT TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', UTC_TIMESTAMP(3)) DIV 1000 + ?;

-- find
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.metadata, e.holder, e.score, e.tie, e.`system`, e.created, e.updated, e.value,
  e.value_checksum, e.checksum
FROM {ids} AS w STRAIGHT_JOIN `{schema}entry` AS e FORCE INDEX (PRIMARY) ON e.store = w.store AND e.`key` = w.name;

-- find_locking
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.metadata, e.holder, e.score, e.tie, e.`system`, e.created, e.updated, e.value,
  e.value_checksum, e.checksum
FROM {ids} AS w STRAIGHT_JOIN `{schema}entry` AS e FORCE INDEX (PRIMARY) ON e.store = w.store AND e.`key` = w.name
FOR UPDATE;

-- lock
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.holder, e.score, e.tie, e.created, e.updated, e.removed IS NULL
FROM {ids} AS w STRAIGHT_JOIN `{schema}entry` AS e FORCE INDEX (PRIMARY) ON e.store = w.store AND e.`key` = w.name
FOR UPDATE;

-- insert
INSERT INTO `{schema}entry` (revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value, store,
  `key`, value_checksum, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- update
UPDATE `{schema}entry` FORCE INDEX (PRIMARY)
SET revision = ?1, write_id = ?2, user_ids = ?3, metadata = ?4, holder = ?5, score = ?6, tie = ?7, `system` = ?8, created = ?9,
  updated = ?10, value = ?11, value_checksum = ?12, checksum = ?13
WHERE store = ?14 AND `key` = ?15 AND revision = ?1 - 1;

-- update_unindexed
UPDATE `{schema}entry` FORCE INDEX (PRIMARY)
SET revision = ?1, write_id = ?2, user_ids = ?3, metadata = ?4, `system` = ?5, created = ?6, updated = ?7, value = ?8,
  value_checksum = ?9, checksum = ?10
WHERE store = ?11 AND `key` = ?12 AND revision = ?1 - 1;

-- delete
DELETE FROM `{schema}entry` WHERE store = ? AND `key` = ?;

-- connect_user
INSERT INTO `{schema}entry_user` (user_id, store, `key`) VALUES (?, ?, ?)
ON DUPLICATE KEY UPDATE store = `{schema}entry_user`.store;

-- disconnect_user
DELETE FROM `{schema}entry_user` WHERE user_id = ? AND store = ? AND `key` = ?;

-- keep_superseded
INSERT INTO `{schema}history` (store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  expires, value, value_checksum, checksum)
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, ?, value,
  value_checksum, checksum
FROM `{schema}entry`
WHERE store = ? AND `key` = ?;

-- list_superseded
INSERT INTO `{schema}history_user` (user_id, store, `key`, revision)
SELECT DISTINCT u.id, e.store, e.`key`, e.revision
FROM `{schema}entry` AS e STRAIGHT_JOIN JSON_TABLE(e.user_ids, '$[*]' COLUMNS (
  id varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$')) AS u
WHERE e.store = ? AND e.`key` = ?;

-- purge_history
DELETE FROM `{schema}history` WHERE store = ? AND `key` = ?;

-- retain_version
UPDATE `{schema}history` SET expires = ? WHERE store = ? AND `key` = ? AND revision = ?;

-- drop_version
DELETE FROM `{schema}history` WHERE store = ? AND `key` = ? AND revision = ?;

-- versions_ascending
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value,
  value_checksum, checksum
FROM `{schema}history` FORCE INDEX (PRIMARY)
WHERE store = ? AND `key` = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision
LIMIT ?;

-- versions_descending
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value,
  value_checksum, checksum
FROM `{schema}history` FORCE INDEX (PRIMARY)
WHERE store = ? AND `key` = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision DESC
LIMIT ?;

-- list_keys
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN ?1 THEN value END, value_checksum, checksum
FROM `{schema}entry` FORCE INDEX (PRIMARY)
WHERE store = ?2 AND `key` >= ?3 AND `key` < ?4 AND removed IS NULL
ORDER BY `key`
LIMIT ?5;

-- list_removed
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.metadata, e.holder, e.score, e.tie, e.`system`, e.created, e.updated,
  CASE WHEN ?1 THEN e.value END, e.value_checksum, e.checksum
FROM `{schema}entry` AS e FORCE INDEX (PRIMARY)
WHERE e.store = ?2 AND e.`key` >= ?3 AND e.`key` < ?4 AND e.removed IS NOT NULL
  AND EXISTS (SELECT 1 FROM `{schema}history` AS h WHERE h.store = e.store AND h.`key` = e.`key`)
ORDER BY e.`key`
LIMIT ?5;

-- list_user
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.metadata, e.holder, e.score, e.tie, e.`system`, e.created, e.updated,
  CASE WHEN ?1 THEN e.value END, e.value_checksum, e.checksum
FROM `{schema}entry_user` AS u FORCE INDEX (PRIMARY)
  STRAIGHT_JOIN `{schema}entry` AS e FORCE INDEX (PRIMARY) ON e.store = u.store AND e.`key` = u.`key`
WHERE u.user_id = ?2 AND (u.store > ?3 OR u.store = ?3 AND u.`key` > ?4)
ORDER BY u.store, u.`key`
LIMIT ?5;

-- list_past
SELECT e.store, e.`key`, e.revision, e.write_id, e.user_ids, e.metadata, e.holder, e.score, e.tie, e.`system`, e.created, e.updated,
  CASE WHEN ?1 THEN e.value END, e.value_checksum, e.checksum
FROM (
    SELECT DISTINCT store, `key` FROM `{schema}history_user` FORCE INDEX (PRIMARY)
    WHERE user_id = ?2 AND (store > ?3 OR store = ?3 AND `key` > ?4)
  ) AS u STRAIGHT_JOIN `{schema}entry` AS e FORCE INDEX (PRIMARY) ON e.store = u.store AND e.`key` = u.`key`
ORDER BY e.store, e.`key`
LIMIT ?5;

-- list_holder
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN ?1 THEN value END, value_checksum, checksum
FROM `{schema}entry` FORCE INDEX (entry_by_holder)
WHERE (holder > ?2 AND holder < ?5 OR holder = ?2 AND holder < ?5 AND (store > ?3 OR store = ?3 AND `key` > ?4)) AND removed IS NULL
ORDER BY holder, store, `key`
LIMIT ?6;

-- list_scores_ascending
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN ?1 THEN value END, value_checksum, checksum
FROM `{schema}entry` FORCE INDEX (entry_by_score)
WHERE store = ?2 AND (score > ?3 AND score <= ?6
  OR score = ?3 AND score <= ?6 AND (tie > ?4 OR tie = ?4 AND `key` > ?5))
ORDER BY score, tie, `key`
LIMIT ?7;

-- list_scores_descending
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN ?1 THEN value END, value_checksum, checksum
FROM `{schema}entry` FORCE INDEX (entry_by_score)
WHERE store = ?2 AND (score < ?3 AND score >= ?6
  OR score = ?3 AND score >= ?6 AND (tie < ?4 OR tie = ?4 AND `key` < ?5))
ORDER BY score DESC, tie DESC, `key` DESC
LIMIT ?7;

-- count_scores_ascending
SELECT count(*) FROM `{schema}entry` FORCE INDEX (entry_by_score)
WHERE store = ?1 AND (score > ?2 AND score <= ?5
  OR score = ?2 AND score <= ?5 AND (tie > ?3 OR tie = ?3 AND `key` > ?4));

-- count_scores_descending
SELECT count(*) FROM `{schema}entry` FORCE INDEX (entry_by_score)
WHERE store = ?1 AND (score < ?2 AND score >= ?5
  OR score = ?2 AND score >= ?5 AND (tie < ?3 OR tie = ?3 AND `key` < ?4));

-- sweep_history
DELETE FROM `{schema}history` WHERE expires <= ? ORDER BY expires LIMIT ?;

-- sweep_tombstones
DELETE FROM `{schema}entry`
WHERE removed <= ? AND NOT EXISTS (
  SELECT 1 FROM `{schema}history` AS h WHERE h.store = `{schema}entry`.store AND h.`key` = `{schema}entry`.`key`)
ORDER BY removed
LIMIT ?;

-- count_due
SELECT count(*) FROM `{schema}history` WHERE expires <= ?;

-- count_history
SELECT count(*) FROM (SELECT 1 FROM `{schema}history` LIMIT ?) AS counted;

-- check_entries
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value,
  value_checksum, checksum
FROM `{schema}entry` FORCE INDEX (PRIMARY)
WHERE store > ?1 OR store = ?1 AND `key` > ?2
ORDER BY store, `key`
LIMIT ?3;

-- check_history
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value,
  value_checksum, checksum
FROM `{schema}history` FORCE INDEX (PRIMARY)
WHERE store > ?1 OR store = ?1 AND (`key` > ?2 OR `key` = ?2 AND revision > ?3)
ORDER BY store, `key`, revision
LIMIT ?4;

-- begin_view
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;

-- tally_entries
SELECT store, count(*) FROM `{schema}entry` GROUP BY store;

-- tally_history
SELECT store, count(*) FROM `{schema}history` GROUP BY store;

-- transfer_entries
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(`system`), 0) <= ?3 THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(`system`), 0)
FROM `{schema}entry` FORCE INDEX (PRIMARY)
WHERE store > ?1 OR store = ?1 AND `key` > ?2
ORDER BY store, `key`
LIMIT ?4;

-- transfer_history
SELECT store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(`system`), 0) <= ?4 THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(`system`), 0), expires
FROM `{schema}history` FORCE INDEX (PRIMARY)
WHERE store > ?1 OR store = ?1 AND (`key` > ?2 OR `key` = ?2 AND revision > ?3)
ORDER BY store, `key`, revision
LIMIT ?5;

-- add_entry
INSERT INTO `{schema}entry` (store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, value, value_checksum, checksum)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15, ?16 FROM dual
WHERE NOT EXISTS (SELECT 1 FROM `{schema}entry` AS e WHERE e.store = ?1 AND e.`key` = ?2);

-- add_history
INSERT INTO `{schema}history` (store, `key`, revision, write_id, user_ids, metadata, holder, score, tie, `system`, created, updated, expires, value, value_checksum, checksum)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16 FROM dual
WHERE NOT EXISTS (SELECT 1 FROM `{schema}history` AS h WHERE h.store = ?1 AND h.`key` = ?2 AND h.revision = ?3);

-- connect_past_user
INSERT INTO `{schema}history_user` (user_id, store, `key`, revision) VALUES (?, ?, ?, ?);

-- send_signal
INSERT INTO `{schema}signal` (name, number)
VALUES (?, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', UTC_TIMESTAMP(6)))
ON DUPLICATE KEY UPDATE number = GREATEST(number + 1, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', UTC_TIMESTAMP(6)));

-- look_for_signals
SELECT name, number FROM `{schema}signal` FORCE INDEX (PRIMARY) WHERE name IN (?, ?, ?, ?, ?, ?, ?, ?);

-- forget_signal
DELETE FROM `{schema}signal` WHERE name = ?;

-- forget_signals
DELETE FROM `{schema}signal` WHERE number < TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) - ?;

-- check_indexes
SELECT DISTINCT TABLE_NAME, INDEX_NAME
FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ('{schema}entry', '{schema}entry_user', '{schema}history', '{schema}history_user');

-- check_tables
CHECK TABLE `{schema}entry`, `{schema}entry_user`, `{schema}history`, `{schema}history_user`;
