-- Reports as they were made, kept for ever: the snapshot they say, the bytes, what the gate found, what they were made with.
-- One row per state of an edition; the row with the greatest version is its state now.
CREATE TABLE IF NOT EXISTS editions ${onCluster}
(
    tenant LowCardinality(String),
    id String,
    version UInt32,
    program String,
    document LowCardinality(String),
    -- the month reported, as in 2026-10
    period LowCardinality(String),
    format LowCardinality(String),
    -- whether learners are named: such an edition is shown only to keys with the scope people
    names Bool,
    -- queued, rendering, done, failed
    state LowCardinality(String),
    requested_by LowCardinality(String),
    requested_at DateTime64(6, 'UTC'),
    as_of DateTime64(6, 'UTC'),
    known_by DateTime64(6, 'UTC'),
    -- 0 until it is known which edition of its program, document, period, format and names this is
    number UInt32,
    -- SHA-256 of what the report says, without its number, run and time: equal content makes no new edition
    content_hash String,
    snapshot String CODEC(ZSTD(3)),
    -- base64
    pdf String CODEC(ZSTD(3)),
    sha256 String,
    gate String CODEC(ZSTD(3)),
    -- versions of renderer, templates and fonts, as JSON
    made_with String,
    failure String
)
ENGINE = ${engine:ReplacingMergeTree}(version)
ORDER BY (tenant, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
