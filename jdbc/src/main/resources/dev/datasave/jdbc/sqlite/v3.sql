ALTER TABLE entry RENAME COLUMN score TO decimal_score;

ALTER TABLE entry ADD COLUMN score INTEGER;

ALTER TABLE entry ADD COLUMN tie INTEGER;

UPDATE entry SET score = CAST(round(decimal_score) AS INTEGER), tie = 0
WHERE decimal_score IS NOT NULL AND value IS NOT NULL;

ALTER TABLE history RENAME COLUMN score TO decimal_score;

ALTER TABLE history ADD COLUMN score INTEGER;

ALTER TABLE history ADD COLUMN tie INTEGER;

UPDATE history SET score = CAST(round(decimal_score) AS INTEGER), tie = 0
WHERE decimal_score IS NOT NULL AND value IS NOT NULL;

DROP INDEX entry_by_score;

ALTER TABLE entry DROP COLUMN decimal_score;

ALTER TABLE history DROP COLUMN decimal_score;

CREATE INDEX entry_by_score ON entry (store, score, tie, key) WHERE score IS NOT NULL;
