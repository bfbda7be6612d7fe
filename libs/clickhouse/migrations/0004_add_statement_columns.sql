-- What statements are found by, and what the KPIs read of them, as columns that intake writes beside the JSON: it has each
-- statement parsed and checked in hand. Cut here by a view, every insert parsed the JSON once per view, which took more than
-- everything else together (docs/decisions/0006). The log is sorted as the statements resource pages, so it serves that too.
ALTER TABLE statement_events ${onCluster}
    ADD COLUMN IF NOT EXISTS verb LowCardinality(String),
    ADD COLUMN IF NOT EXISTS object_type LowCardinality(String),
    -- id of the object when it is an Activity, a StatementRef's target in lower case, else ''
    ADD COLUMN IF NOT EXISTS object_id String,
    ADD COLUMN IF NOT EXISTS registration String,
    -- every activity that related_activities looks at; the agents that related_agents looks at are in identities
    ADD COLUMN IF NOT EXISTS related_activities Array(String) CODEC(ZSTD(1)),
    -- the grouping alone: for cmi5 the publisher's ids, as the object id of an AU, block or course is made by the LMS (cmi5 9.6.2)
    ADD COLUMN IF NOT EXISTS grouping Array(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS cmi5 Bool,
    ADD COLUMN IF NOT EXISTS completion Nullable(Bool),
    ADD COLUMN IF NOT EXISTS success Nullable(Bool),
    ADD COLUMN IF NOT EXISTS scaled Nullable(Float64),
    ADD COLUMN IF NOT EXISTS raw Nullable(Float64),
    ADD COLUMN IF NOT EXISTS min Nullable(Float64),
    ADD COLUMN IF NOT EXISTS max Nullable(Float64),
    ADD INDEX IF NOT EXISTS by_actor subject TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_object object_id TYPE bloom_filter(0.01) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS by_registration registration TYPE bloom_filter(0.01) GRANULARITY 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_void_facts_from_statements ${onCluster} TO void_facts AS
SELECT tenant, source AS target_source, object_id AS target_id, source, id, occurred_at, recorded_at, 'voided by a statement' AS reason
FROM statement_events WHERE verb = 'http://adlnet.gov/expapi/verbs/voided' AND object_type = 'StatementRef';

-- One row per statement and activity it may stand for: its object and, for cmi5, the publisher's ids.
-- Only statements that can move a KPI.
CREATE TABLE IF NOT EXISTS learning_facts ${onCluster}
(
    tenant LowCardinality(String),
    activity String,
    actor String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    verb LowCardinality(String),
    cmi5 Bool,
    registration String,
    completion Nullable(Bool),
    success Nullable(Bool),
    scaled Nullable(Float64),
    raw Nullable(Float64),
    min Nullable(Float64),
    max Nullable(Float64),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, activity, actor, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_learning_facts ${onCluster} TO learning_facts AS
SELECT tenant, arrayJoin(arrayDistinct(arrayConcat([object_id], if(cmi5, grouping, [])))) AS activity,
    subject AS actor, occurred_at, recorded_at, source, id, verb, cmi5, registration, completion, success, scaled, raw, min, max
FROM statement_events
WHERE object_type = 'Activity'
    AND (verb IN ('http://adlnet.gov/expapi/verbs/completed', 'http://adlnet.gov/expapi/verbs/passed', 'http://adlnet.gov/expapi/verbs/failed',
            'http://adlnet.gov/expapi/verbs/scored', 'http://adlnet.gov/expapi/verbs/mastered',
            'https://w3id.org/xapi/adl/verbs/satisfied', 'https://w3id.org/xapi/adl/verbs/waived')
        OR completion IS NOT NULL OR success IS NOT NULL OR scaled IS NOT NULL OR raw IS NOT NULL);
