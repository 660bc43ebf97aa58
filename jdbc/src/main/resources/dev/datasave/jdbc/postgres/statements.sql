-- begin_read
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY{settings};

-- begin_write
BEGIN ISOLATION LEVEL READ COMMITTED{settings};

-- commit
COMMIT;

-- rollback
ROLLBACK;

-- now
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ?;

-- find
SELECT e.store, e.key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM unnest(?::text[], ?::text[]) AS w(store, key) JOIN {schema}.entry AS e ON e.store = w.store AND e.key = w.key;

-- find_locking
SELECT e.store, e.key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM unnest(?::text[], ?::text[]) AS w(store, key) JOIN {schema}.entry AS e ON e.store = w.store AND e.key = w.key
ORDER BY e.store, e.key
FOR UPDATE OF e;

-- apply
WITH
  w AS (
    SELECT *
    FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::boolean[], ?::bigint[],
        ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
      AS w(store, key, base, base_id, write_id, forgets, purges, keeps, kept, user_ids, metadata, holder, score, tie, system, value,
        value_checksum, checksum)),
  locked AS MATERIALIZED (
    SELECT w.*, e.revision AS old_revision, e.write_id AS old_id, e.user_ids AS old_user_ids, e.metadata AS old_metadata,
      e.holder AS old_holder, e.score AS old_score, e.tie AS old_tie, e.system AS old_system, e.created AS old_created, e.updated AS old_updated,
      e.removed AS old_removed, e.value AS old_value, e.value_checksum AS old_value_checksum, e.checksum AS old_checksum
    FROM w JOIN {schema}.entry AS e ON e.store = w.store AND e.key = w.key
    ORDER BY e.store, e.key
    FOR UPDATE OF e),
  clock AS MATERIALIZED (
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint + ? AS now FROM (SELECT count(*) FROM locked) AS after_locking),
  fit AS MATERIALIZED (
    SELECT locked.*, now, CASE WHEN old_removed IS NULL THEN old_user_ids ELSE '[]' END AS old_users,
      CASE WHEN value IS NULL THEN '[]' ELSE user_ids END AS new_users
    FROM locked, clock
    WHERE old_revision = base AND old_id = base_id),
  changed AS (
    UPDATE {schema}.entry AS e
    SET revision = f.base + 1, write_id = f.write_id, user_ids = f.user_ids, metadata = f.metadata, holder = f.holder,
      score = f.score, tie = f.tie, system = f.system, value = f.value, updated = f.now,
      created = CASE WHEN f.old_removed IS NOT NULL AND f.value IS NOT NULL THEN f.now ELSE f.old_created END,
      value_checksum = f.value_checksum,
      checksum = f.checksum + f.now
        + CASE WHEN f.old_removed IS NOT NULL AND f.value IS NOT NULL THEN f.now ELSE f.old_created END,
      removed = CASE WHEN f.value IS NULL THEN f.now END
    FROM fit AS f
    WHERE e.store = f.store AND e.key = f.key AND NOT f.forgets
    RETURNING e.store, e.key),
  forgotten AS (
    DELETE FROM {schema}.entry AS e USING fit AS f
    WHERE e.store = f.store AND e.key = f.key AND f.forgets
    RETURNING e.store, e.key),
  born AS (
    INSERT INTO {schema}.entry
      (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, removed, value,
        value_checksum, checksum)
    SELECT store, key, 1, write_id, user_ids, metadata, holder, score, tie, system, now, now, CASE WHEN value IS NULL THEN now END,
      value, value_checksum, checksum + now + now
    FROM w, clock
    WHERE base = 0
    ORDER BY store COLLATE "C", key COLLATE "C"
    ON CONFLICT DO NOTHING
    RETURNING store, key, user_ids, value),
  kept AS (
    INSERT INTO {schema}.history
      (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, expires, value,
        value_checksum, checksum)
    SELECT store, key, old_revision, old_id, old_user_ids, old_metadata, old_holder, old_score, old_tie, old_system, old_created,
      old_updated, now + kept, old_value, old_value_checksum, old_checksum
    FROM fit
    WHERE keeps
    RETURNING store, key, revision, user_ids),
  kept_users AS (
    INSERT INTO {schema}.history_user (user_id, store, key, revision)
    SELECT id, store, key, revision FROM kept, json_array_elements_text(user_ids::json) AS u(id)
    ON CONFLICT DO NOTHING),
  purged AS (
    DELETE FROM {schema}.history AS h USING fit AS f WHERE h.store = f.store AND h.key = f.key AND f.purges),
  absent AS MATERIALIZED (
    SELECT id, store, key FROM fit, json_array_elements_text(old_users::json) AS u(id)
    WHERE old_users <> new_users AND id NOT IN (SELECT json_array_elements_text(new_users::json))),
  left_users AS (
    DELETE FROM {schema}.entry_user AS e USING absent AS a WHERE e.user_id = a.id AND e.store = a.store AND e.key = a.key),
  joined_users AS (
    INSERT INTO {schema}.entry_user (user_id, store, key)
    SELECT id, store, key FROM fit, json_array_elements_text(new_users::json) AS u(id) WHERE old_users <> new_users
    UNION ALL
    SELECT id, store, key FROM born, json_array_elements_text(user_ids::json) AS u(id) WHERE value IS NOT NULL
    ON CONFLICT DO NOTHING)
SELECT store, key, now FROM changed, clock
UNION ALL
SELECT store, key, now FROM forgotten, clock
UNION ALL
SELECT store, key, now FROM born, clock;

-- retain_version
UPDATE {schema}.history SET expires = ?::bigint WHERE store = ? AND key = ? AND revision = ?;

-- drop_version
DELETE FROM {schema}.history WHERE store = ? AND key = ? AND revision = ?;

-- versions_ascending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM {schema}.history
WHERE store = ? AND key = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision
LIMIT ?;

-- versions_descending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM {schema}.history
WHERE store = ? AND key = ? AND revision BETWEEN ? AND ? AND updated BETWEEN ? AND ?
ORDER BY revision DESC
LIMIT ?;

-- list_keys
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry
WHERE store = ? AND key >= ? AND key < ? AND removed IS NULL
ORDER BY key
LIMIT ?;

-- list_removed
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry AS e
WHERE store = ? AND key >= ? AND key < ? AND removed IS NOT NULL
  AND EXISTS (SELECT 1 FROM {schema}.history AS h WHERE h.store = e.store AND h.key = e.key)
ORDER BY key
LIMIT ?;

-- list_user
SELECT e.store, e.key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry_user AS u JOIN {schema}.entry AS e ON e.store = u.store AND e.key = u.key
WHERE u.user_id = ? AND (u.store, u.key) > (?, ?)
ORDER BY u.store, u.key
LIMIT ?;

-- list_past
SELECT e.store, e.key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM (
    SELECT DISTINCT store, key FROM {schema}.history_user WHERE user_id = ? AND (store, key) > (?, ?) ORDER BY store, key
  ) AS u JOIN {schema}.entry AS e ON e.store = u.store AND e.key = u.key
ORDER BY e.store, e.key
LIMIT ?;

-- list_holder
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry
WHERE (holder, store, key) > (?, ?, ?) AND holder < ? AND removed IS NULL
ORDER BY holder, store, key
LIMIT ?;

-- list_scores_ascending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry
WHERE store = ? AND (score, tie, key) > (?, ?, ?) AND score <= ?
ORDER BY score, tie, key
LIMIT ?;

-- list_scores_descending
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN ? THEN value END, value_checksum, checksum
FROM {schema}.entry
WHERE store = ? AND (score, tie, key) < (?, ?, ?) AND score >= ?
ORDER BY score DESC, tie DESC, key DESC
LIMIT ?;

-- count_scores_ascending
SELECT count(*) FROM {schema}.entry WHERE store = ? AND (score, tie, key) > (?, ?, ?) AND score <= ?;

-- count_scores_descending
SELECT count(*) FROM {schema}.entry WHERE store = ? AND (score, tie, key) < (?, ?, ?) AND score >= ?;

-- sweep_history
DELETE FROM {schema}.history
WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM {schema}.history WHERE expires <= ? ORDER BY expires LIMIT ? FOR UPDATE SKIP LOCKED));

-- sweep_tombstones
DELETE FROM {schema}.entry
WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM {schema}.entry AS e
  WHERE removed <= ? AND NOT EXISTS (SELECT 1 FROM {schema}.history AS h WHERE h.store = e.store AND h.key = e.key)
  ORDER BY removed
  LIMIT ?
  FOR UPDATE OF e SKIP LOCKED));

-- count_due
SELECT count(*) FROM {schema}.history WHERE expires <= ?;

-- count_history
SELECT count(*) FROM (SELECT 1 FROM {schema}.history LIMIT ?) AS counted;

-- check_entries
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM {schema}.entry
WHERE (store, key) > (?, ?)
ORDER BY store, key
LIMIT ?;

-- check_history
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, value,
  value_checksum, checksum
FROM {schema}.history
WHERE (store, key, revision) > (?, ?, ?)
ORDER BY store, key, revision
LIMIT ?;

-- begin_view
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;

-- tally_entries
SELECT store, count(*) FROM {schema}.entry GROUP BY store;

-- tally_history
SELECT store, count(*) FROM {schema}.history GROUP BY store;

-- transfer_entries
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0) <= most THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0)
FROM (SELECT ?::text COLLATE "C" AS after_store, ?::text COLLATE "C" AS after_key, ?::bigint AS most) AS p, {schema}.entry
WHERE (store, key) > (after_store, after_key)
ORDER BY store, key
LIMIT ?;

-- transfer_history
SELECT store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated,
  CASE WHEN coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0) <= most THEN value END, value_checksum, checksum,
  coalesce(octet_length(value), 0) + coalesce(octet_length(system), 0), expires
FROM (SELECT ?::text COLLATE "C" AS after_store, ?::text COLLATE "C" AS after_key, ?::bigint AS after_revision, ?::bigint AS most) AS p,
  {schema}.history
WHERE (store, key, revision) > (after_store, after_key, after_revision)
ORDER BY store, key, revision
LIMIT ?;

-- add_entries
WITH
  added AS (
    INSERT INTO {schema}.entry
      (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, removed, value,
        value_checksum, checksum)
    SELECT *
    FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
    ON CONFLICT DO NOTHING
    RETURNING store, key, user_ids, value),
  connected AS (
    INSERT INTO {schema}.entry_user (user_id, store, key)
    SELECT id, store, key FROM added, json_array_elements_text(user_ids::json) AS u(id) WHERE value IS NOT NULL
    ON CONFLICT DO NOTHING)
SELECT count(*) FROM added;

-- add_histories
WITH
  added AS (
    INSERT INTO {schema}.history
      (store, key, revision, write_id, user_ids, metadata, holder, score, tie, system, created, updated, expires, value,
        value_checksum, checksum)
    SELECT *
    FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
    ON CONFLICT DO NOTHING
    RETURNING store, key, revision, user_ids),
  connected AS (
    INSERT INTO {schema}.history_user (user_id, store, key, revision)
    SELECT id, store, key, revision FROM added, json_array_elements_text(user_ids::json) AS u(id)
    ON CONFLICT DO NOTHING)
SELECT count(*) FROM added;

-- check_indexes
SELECT wanted.name, i.indexrelid::bigint, i.indisvalid AND i.indisready
FROM unnest(ARRAY['entry_pkey', 'entry_by_holder', 'entry_by_score', 'entry_by_removal', 'entry_user_pkey', 'history_pkey', 'history_by_end',
  'history_user_pkey', 'history_user_by_revision']) AS wanted (name)
LEFT JOIN pg_index i ON i.indexrelid = to_regclass('{schema}.' || wanted.name);

-- amcheck
SELECT quote_ident(n.nspname)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.proname = 'bt_index_check' AND p.pronargs = 2 AND has_function_privilege(p.oid, 'EXECUTE')
  AND EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'amcheck')
LIMIT 1;
