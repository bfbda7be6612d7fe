-- Who owns this database as its one intake. Each row is a word of one candidate: a claim, a heartbeat, a farewell.
-- ClickHouse cannot compare and set, so nothing is ever updated; libs/clickhouse/lease says how a winner follows from the
-- rows. said_at is the server's clock, the same for all candidates. Rows of one candidate replace each other at merges.
CREATE TABLE IF NOT EXISTS leases ${onCluster}
(
  nonce UUID,
  state Enum8('claimed' = 1, 'held' = 2, 'released' = 3),
  claimed_at DateTime64(6, 'UTC') DEFAULT now64(6),
  said_at DateTime64(6, 'UTC') DEFAULT now64(6),
  ttl_ms UInt32,
  holder String,
  process String,
  consistent_through Nullable(DateTime64(6, 'UTC'))
)
ENGINE = ${engine:ReplacingMergeTree}(said_at)
ORDER BY nonce;
