ALTER TABLE entry ADD COLUMN value_checksum INTEGER;

ALTER TABLE entry ADD COLUMN checksum INTEGER;

ALTER TABLE history ADD COLUMN value_checksum INTEGER;

ALTER TABLE history ADD COLUMN checksum INTEGER;

CREATE UNIQUE INDEX entry_confirmed ON entry (key, store);
