CREATE TABLE history_user (
  user_id   TEXT NOT NULL,
  store     TEXT NOT NULL,
  key       TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  PRIMARY KEY (user_id, store, key, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER history_kept AFTER INSERT ON history WHEN NEW.user_ids <> '[]' BEGIN
  INSERT OR IGNORE INTO history_user (user_id, store, key, revision)
  SELECT value, NEW.store, NEW.key, NEW.revision FROM json_each(NEW.user_ids); END;

CREATE TRIGGER history_gone AFTER DELETE ON history WHEN OLD.user_ids <> '[]' BEGIN
  DELETE FROM history_user
  WHERE (user_id, store, key, revision)
    IN (SELECT value, OLD.store, OLD.key, OLD.revision FROM json_each(OLD.user_ids)); END;

INSERT OR IGNORE INTO history_user (user_id, store, key, revision)
SELECT u.value, h.store, h.key, h.revision FROM history AS h, json_each(h.user_ids) AS u;
