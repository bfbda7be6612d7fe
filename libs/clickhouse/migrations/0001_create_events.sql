-- Migrations are statements that can be run twice. ${engine:X} becomes the engine X, replicated on a cluster; ${onCluster} becomes
-- ON CLUSTER name or nothing (libs/clickhouse/migrator/placeholders.ts).

-- The log: append-only, the only truth. Sorted as it arrives, so that an insert is one sorted part, merges are cheap
-- and one event is found by (tenant, recorded_at): recorded_at is strictly increasing per writer.
-- fsync on insert: what is acknowledged is on disk (merged parts need none: their sources stay for minutes). The deduplication window lets a batch whose answer was lost
-- be sent again under the same token without a second row. Parts stay compact up to 128 MiB and merges wait for eight: an insert costs as
-- much as the files that it and its merges create (docs/decisions/0006).
-- Three tables, by kind of event (libs/clickhouse/log-table.ts): an insert pays the analysis of every view on its table, so statements
-- do not wait for the facts of incidents. `events` reads all three.
CREATE TABLE IF NOT EXISTS learner_events ${onCluster}
(
    tenant LowCardinality(String),
    recorded_at DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    source LowCardinality(String),
    id String,
    type LowCardinality(String),
    -- version of the type's data as sent (from dataschema)
    version UInt16,
    subject String,
    -- '' when the event names no program
    program LowCardinality(String),
    occurred_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    -- false: the sender gave no time, so occurred_at repeats recorded_at
    time_given Bool,
    -- SHA-256, lower-case hex, of the canonical content
    content_hash FixedString(64) CODEC(ZSTD(1)),
    recorded_by LowCardinality(String),
    -- canonical identities that the event names (libs/events/identity); the actor's own is the subject
    identities Array(String) CODEC(ZSTD(1)),
    -- the CloudEvents attributes beside those above, as JSON; '' when there are none
    attributes String CODEC(ZSTD(3)),
    -- ZSTD(1): a row is compressed again at each merge, and level 3 saves little of it
    data String CODEC(ZSTD(1)),
    -- data brought to the current version of its type; '' when it was sent in that version
    upcast_data String CODEC(ZSTD(3))
)
ENGINE = ${engine:MergeTree}
ORDER BY (tenant, recorded_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;

CREATE TABLE IF NOT EXISTS work_events ${onCluster} AS learner_events;

-- Statements have columns beside these (0004).
CREATE TABLE IF NOT EXISTS statement_events ${onCluster} AS learner_events;

CREATE TABLE IF NOT EXISTS events ${onCluster} AS learner_events ENGINE = Merge(currentDatabase(), '^(statement|learner|work)_events$');

-- Which identities are taken, and by what content. Small granules: a look-up of some hundred random ids
-- reads little more than those rows.
CREATE TABLE IF NOT EXISTS event_identities ${onCluster}
(
    tenant LowCardinality(String),
    source LowCardinality(String),
    id String,
    recorded_at DateTime64(6, 'UTC'),
    type LowCardinality(String),
    content_hash FixedString(64),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, source, id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_event_identities_from_statement_events ${onCluster} TO event_identities AS
SELECT tenant, source, id, recorded_at, type, content_hash FROM statement_events;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_event_identities_from_learner_events ${onCluster} TO event_identities AS
SELECT tenant, source, id, recorded_at, type, content_hash FROM learner_events;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_event_identities_from_work_events ${onCluster} TO event_identities AS
SELECT tenant, source, id, recorded_at, type, content_hash FROM work_events;
