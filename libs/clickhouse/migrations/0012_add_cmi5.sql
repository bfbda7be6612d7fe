-- Every statement that cmi5 defines, as the rules of its session look at it: what opens and ends a session moves no KPI by itself, and so
-- is not in learning_facts. The JSON is parsed here, as cmi5 alone has these; of other statements nothing is. Read on by recorded_at.
CREATE TABLE IF NOT EXISTS cmi5_facts ${onCluster}
(
    tenant LowCardinality(String),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    occurred_at DateTime64(6, 'UTC'),
    -- the object: an AU, block or course as the LMS names it
    activity String,
    registration String,
    session String,
    verb LowCardinality(String),
    move_on Bool,
    lasts Bool,
    mastery_score Nullable(Float64),
    completion Nullable(Bool),
    success Nullable(Bool),
    scaled Nullable(Float64),
    raw Nullable(Float64),
    min Nullable(Float64),
    max Nullable(Float64),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, recorded_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_cmi5_facts ${onCluster} TO cmi5_facts AS
SELECT tenant, recorded_at, source, id, occurred_at, object_id AS activity, registration,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/sessionid') AS session, verb,
    has(related_activities, 'https://w3id.org/xapi/cmi5/context/categories/moveon') AS move_on,
    JSONHas(data, 'result', 'duration') AS lasts,
    JSONExtract(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore', 'Nullable(Float64)') AS mastery_score,
    completion, success, scaled, raw, min, max
FROM statement_events WHERE cmi5 AND object_type = 'Activity';

-- What was stored before this view was there; a second run brings rows that are there already, and they settle.
INSERT INTO cmi5_facts (tenant, recorded_at, source, id, occurred_at, activity, registration, session, verb, move_on, lasts, mastery_score,
    completion, success, scaled, raw, min, max)
SELECT tenant, recorded_at, source, id, occurred_at, object_id AS activity, registration,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/sessionid') AS session, verb,
    has(related_activities, 'https://w3id.org/xapi/cmi5/context/categories/moveon') AS move_on,
    JSONHas(data, 'result', 'duration') AS lasts,
    JSONExtract(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore', 'Nullable(Float64)') AS mastery_score,
    completion, success, scaled, raw, min, max
FROM statement_events WHERE cmi5 AND object_type = 'Activity';

-- Keys that are made for a session of cmi5: what they may speak of, and when they end by themselves. Ordinary keys have none of it.
-- Such a key is made at the launch without a secret (secret_hash ''), and gets one when its fetch token is exchanged, once.
-- version: 0 as created, 1 as fetched, 2 as ended early, 3 as revoked (ordinary keys that were revoked earlier: 1).
ALTER TABLE api_keys ${onCluster}
    ADD COLUMN IF NOT EXISTS session String,
    ADD COLUMN IF NOT EXISTS registration String,
    -- canonical identity
    ADD COLUMN IF NOT EXISTS actor String,
    -- SHA-256 of the fetch token, lower-case hex
    ADD COLUMN IF NOT EXISTS fetch_hash String,
    ADD COLUMN IF NOT EXISTS expires_at Nullable(DateTime64(6, 'UTC'));
