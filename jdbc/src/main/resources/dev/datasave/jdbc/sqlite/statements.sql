-- begin_read
BEGIN;

-- begin_write
BEGIN IMMEDIATE;

-- commit
COMMIT;

-- rollback
ROLLBACK;

-- wal_frames
PRAGMA wal_checkpoint(NOOP);

-- checkpoint
PRAGMA wal_checkpoint(PASSIVE);

-- checkpoint_and_restart
PRAGMA wal_checkpoint(RESTART);

-- read
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM entry INDEXED BY sqlite_autoindex_entry_1
WHERE store = ? AND key = ?;

-- confirm
SELECT 1 FROM entry INDEXED BY entry_confirmed WHERE key = ? AND store = ?;

-- head
SELECT revision, write_id, user_ids, holder, score, tie, created, updated, value IS NOT NULL
FROM entry INDEXED BY sqlite_autoindex_entry_1
WHERE store = ? AND key = ?;

-- replace_value
UPDATE entry
SET revision = revision + 1, write_id = ?, metadata = ?, system = ?, updated = ?, value = ?, value_checksum = ?,
  checksum = ? + created
WHERE store = ? AND key = ? AND revision = ? AND write_id = ?
  AND user_ids = ? AND holder IS ? AND score IS ? AND tie IS ? AND value IS NOT NULL;

-- insert
INSERT INTO entry (revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value, store, key,
  value_checksum, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- update
UPDATE entry
SET revision = ?, write_id = ?, user_ids = ?, metadata = ?, holder = ?, score = ?, tie = ?, system = ?, created = ?, updated = ?,
  value = ?, value_checksum = ?, checksum = ?
WHERE store = ? AND key = ?;

-- update_unindexed
UPDATE entry
SET revision = ?, write_id = ?, user_ids = ?, metadata = ?, system = ?, created = ?, updated = ?, value = ?,
  value_checksum = ?, checksum = ?
WHERE store = ? AND key = ?;

-- delete
DELETE FROM entry WHERE store = ? AND key = ?;

-- connect_user
INSERT OR IGNORE INTO entry_user (user_id, store, key) VALUES (?, ?, ?);

-- disconnect_user
DELETE FROM entry_user WHERE user_id = ? AND store = ? AND key = ?;

-- keep_superseded
INSERT OR REPLACE INTO history (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created,
  updated, expires, value, value_checksum, checksum)
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, ?, value,
  value_checksum, checksum
FROM entry
WHERE store = ? AND key = ?;

-- purge_history
DELETE FROM history WHERE store = ? AND key = ?;

-- retain_version
UPDATE history SET expires = ? WHERE store = ? AND key = ? AND revision = ?;

-- drop_version
DELETE FROM history WHERE store = ? AND key = ? AND revision = ?;

-- versions_ascending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM history
WHERE store = ? AND key = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision
LIMIT ?;

-- versions_descending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM history
WHERE store = ? AND key = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision DESC
LIMIT ?;

-- list_keys
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry
WHERE store = ? AND key >= ? AND key < ? AND value IS NOT NULL
ORDER BY key
LIMIT ?;

-- list_user
SELECT e.store, e.key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry_user AS u JOIN entry AS e ON e.store = u.store AND e.key = u.key
WHERE u.user_id = ? AND (u.store, u.key) > (?, ?)
ORDER BY u.store, u.key
LIMIT ?;

-- list_past
SELECT e.store, e.key, e.revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM history_user AS u CROSS JOIN entry AS e ON e.store = u.store AND e.key = u.key
WHERE u.user_id = ? AND (u.store, u.key) > (?, ?)
GROUP BY u.store, u.key
ORDER BY u.store, u.key
LIMIT ?;

-- list_removed
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry AS e
WHERE store = ? AND key >= ? AND key < ? AND value IS NULL
  AND EXISTS (SELECT 1 FROM history AS h WHERE h.store = e.store AND h.key = e.key)
ORDER BY key
LIMIT ?;

-- list_holder
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry INDEXED BY entry_by_holder
WHERE (holder, store, key) > (?, ?, ?) AND holder < ? AND value IS NOT NULL
ORDER BY holder, store, key
LIMIT ?;

-- list_scores_ascending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry INDEXED BY entry_by_score
WHERE store = ? AND (score, tie, key) > (?, ?, ?) AND score <= ?
ORDER BY score, tie, key
LIMIT ?;

-- list_scores_descending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM entry INDEXED BY entry_by_score
WHERE store = ? AND (score, tie, key) < (?, ?, ?) AND score >= ?
ORDER BY score DESC, tie DESC, key DESC
LIMIT ?;

-- count_scores_ascending
SELECT
  (SELECT count(*) FROM entry INDEXED BY entry_by_score WHERE store = ?1 AND score > ?2 AND score <= ?5)
  + (SELECT count(*) FROM entry INDEXED BY entry_by_score
     WHERE ?2 <= ?5 AND store = ?1 AND score = ?2 AND (tie, key) > (?3, ?4));

-- count_scores_descending
SELECT
  (SELECT count(*) FROM entry INDEXED BY entry_by_score WHERE store = ?1 AND score < ?2 AND score >= ?5)
  + (SELECT count(*) FROM entry INDEXED BY entry_by_score
     WHERE ?2 >= ?5 AND store = ?1 AND score = ?2 AND (tie, key) < (?3, ?4));

-- sweep_history
DELETE FROM history WHERE id IN (SELECT id FROM history WHERE expires <= ? ORDER BY expires LIMIT ?);

-- count_due
SELECT count(*) FROM history WHERE expires <= ?;

-- count_history
SELECT count(*) FROM (SELECT 1 FROM history LIMIT ?);

-- sweep_tombstones
DELETE FROM entry
WHERE id IN (
  SELECT id FROM entry AS e
  WHERE value IS NULL AND updated <= ?
    AND NOT EXISTS (SELECT 1 FROM history AS h WHERE h.store = e.store AND h.key = e.key)
  ORDER BY updated
  LIMIT ?);

-- check_entries
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum, id
FROM entry
WHERE id > ?
ORDER BY id
LIMIT ?;

-- check_history
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum, id
FROM history
WHERE id > ?
ORDER BY id
LIMIT ?;

-- tally_entries
SELECT store, count(*) FROM entry GROUP BY store;

-- tally_history
SELECT store, count(*) FROM history GROUP BY store;

-- transfer_entries
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0) <= ?3 THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0)
FROM entry
WHERE (store, key) > (?1, ?2)
ORDER BY store, key
LIMIT ?4;

-- transfer_history
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0) <= ?4 THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0), expires
FROM history
WHERE (store, key, revision) > (?1, ?2, ?3)
ORDER BY store, key, revision
LIMIT ?5;

-- add_entry
INSERT INTO entry (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value, value_checksum, checksum)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, ?15, ?16)
ON CONFLICT DO NOTHING;

-- add_history
INSERT INTO history (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, expires, value, value_checksum, checksum)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT DO NOTHING;
