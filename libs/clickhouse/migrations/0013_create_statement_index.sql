-- What statements are found by. One row for each thing that a statement names, sorted by what is named and then by time, so that the first
-- page of a filter is read from its end and costs what the page holds, not what the store holds (docs/performance/statements.md).
-- The key is a hash of 128 bits of what kind of thing it is and of its text, of 'agent', 'related-agent', 'activity', 'related-activity',
-- 'verb', 'registration'; 'reference' stands for every statement about another one. Sorted, it takes next to no place.
CREATE TABLE IF NOT EXISTS statement_index ${onCluster}
(
    tenant LowCardinality(String),
    key FixedString(16) CODEC(ZSTD(1)),
    recorded_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1))
)
ENGINE = ${engine:ReplacingMergeTree}
ORDER BY (tenant, key, recorded_at)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;

-- A page of a filter is rows from all over the log, and each costs its whole granule: 128 rows are a small part of the 8,192 that are usual. The size of
-- granules is given with the table alone, so the log is copied into a new one that takes its place in one step. The filters of 0004 are
-- gone with the old one. A view is bound to the table that it was made on, not to its name, so all of them are made anew.
DROP VIEW IF EXISTS cut_event_identities_from_statement_events ${onCluster};

DROP VIEW IF EXISTS cut_void_facts_from_statements ${onCluster};

DROP VIEW IF EXISTS cut_learning_facts ${onCluster};

DROP VIEW IF EXISTS cut_cmi5_facts ${onCluster};

CREATE OR REPLACE TABLE statement_events ${onCluster}
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
    upcast_data String CODEC(ZSTD(3)),
    verb LowCardinality(String),
    object_type LowCardinality(String),
    -- id of the object when it is an Activity, a StatementRef's target in lower case, else ''
    object_id String,
    registration String,
    -- every activity that related_activities looks at; the agents that related_agents looks at are in identities
    related_activities Array(String) CODEC(ZSTD(1)),
    -- the grouping alone: for cmi5 the publisher's ids, as the object id of an AU, block or course is made by the LMS (cmi5 9.6.2)
    grouping Array(String) CODEC(ZSTD(1)),
    cmi5 Bool,
    completion Nullable(Bool),
    success Nullable(Bool),
    scaled Nullable(Float64),
    raw Nullable(Float64),
    min Nullable(Float64),
    max Nullable(Float64)
)
ENGINE = ${engine:MergeTree}
ORDER BY (tenant, recorded_at, source, id)
SETTINGS index_granularity = 128, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8
AS SELECT * FROM statement_events;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_event_identities_from_statement_events ${onCluster} TO event_identities AS
SELECT tenant, source, id, recorded_at, type, content_hash FROM statement_events;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_void_facts_from_statements ${onCluster} TO void_facts AS
SELECT tenant, source AS target_source, object_id AS target_id, source, id, occurred_at, recorded_at, 'voided by a statement' AS reason
FROM statement_events WHERE verb = 'http://adlnet.gov/expapi/verbs/voided' AND object_type = 'StatementRef';

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_learning_facts ${onCluster} TO learning_facts AS
SELECT tenant, arrayJoin(arrayDistinct(arrayConcat([object_id], if(cmi5, grouping, [])))) AS activity,
    subject AS actor, occurred_at, recorded_at, source, id, verb, cmi5, registration, completion, success, scaled, raw, min, max
FROM statement_events
WHERE object_type = 'Activity'
    AND (verb IN ('http://adlnet.gov/expapi/verbs/completed', 'http://adlnet.gov/expapi/verbs/passed', 'http://adlnet.gov/expapi/verbs/failed',
            'http://adlnet.gov/expapi/verbs/scored', 'http://adlnet.gov/expapi/verbs/mastered',
            'https://w3id.org/xapi/adl/verbs/satisfied', 'https://w3id.org/xapi/adl/verbs/waived')
        OR completion IS NOT NULL OR success IS NOT NULL OR scaled IS NOT NULL OR raw IS NOT NULL);

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_cmi5_facts ${onCluster} TO cmi5_facts AS
SELECT tenant, recorded_at, source, id, occurred_at, object_id AS activity, registration,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/sessionid') AS session, verb,
    has(related_activities, 'https://w3id.org/xapi/cmi5/context/categories/moveon') AS move_on,
    JSONHas(data, 'result', 'duration') AS lasts,
    JSONExtract(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore', 'Nullable(Float64)') AS mastery_score,
    completion, success, scaled, raw, min, max
FROM statement_events WHERE cmi5 AND object_type = 'Activity';

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_statement_index ${onCluster} TO statement_index AS
SELECT tenant, sipHash128(arrayJoin(arrayConcat(
        [('verb', verb)],
        arrayMap(agent -> ('agent', agent), arraySlice(identities, 1, indexOf(identities, '') - 1)),
        arrayMap(agent -> ('related-agent', agent), arraySlice(identities, indexOf(identities, '') + 1)),
        if(object_type = 'Activity', [('activity', object_id)], []),
        arrayMap(activity -> ('related-activity', activity), arrayFilter(activity -> object_type != 'Activity' OR activity != object_id, related_activities)),
        if(registration != '', [('registration', registration)], []),
        if(object_type = 'StatementRef', [('reference', '')], [])))) AS key, recorded_at
FROM statement_events;

-- What was stored before this view was there; what a second run brings again settles.
INSERT INTO statement_index (tenant, key, recorded_at)
SELECT tenant, sipHash128(arrayJoin(arrayConcat(
        [('verb', verb)],
        arrayMap(agent -> ('agent', agent), arraySlice(identities, 1, indexOf(identities, '') - 1)),
        arrayMap(agent -> ('related-agent', agent), arraySlice(identities, indexOf(identities, '') + 1)),
        if(object_type = 'Activity', [('activity', object_id)], []),
        arrayMap(activity -> ('related-activity', activity), arrayFilter(activity -> object_type != 'Activity' OR activity != object_id, related_activities)),
        if(registration != '', [('registration', registration)], []),
        if(object_type = 'StatementRef', [('reference', '')], [])))) AS key, recorded_at
FROM statement_events;
