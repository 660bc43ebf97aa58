CREATE TABLE IF NOT EXISTS `{schema}signal` (
  name            varbinary(64) NOT NULL,
  number          bigint NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
