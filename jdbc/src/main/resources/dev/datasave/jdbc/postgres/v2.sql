ALTER TABLE {schema}.entry ADD COLUMN value_checksum bigint, ADD COLUMN checksum bigint;

ALTER TABLE {schema}.history ADD COLUMN value_checksum bigint, ADD COLUMN checksum bigint;
