-- Statements are looked up by the LRS resource (0004: statement_facts) and read for KPIs by activity (learning_facts).
-- Each statement is parsed once per view, by one typed JSONExtract; the JSON itself stays in the log alone.
CREATE TABLE IF NOT EXISTS statement_facts ${onCluster}
(
    tenant LowCardinality(String),
    recorded_at DateTime64(6, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    id String,
    source LowCardinality(String),
    occurred_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    -- canonical identity of the actor
    actor String,
    verb LowCardinality(String),
    -- id of the object when it is an Activity, a StatementRef's target, else ''
    object_type LowCardinality(String),
    object_id String,
    registration String,
    -- every activity and every agent that related_activities and related_agents look at
    related_activities Array(String),
    related_agents Array(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at),
    INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX by_actor actor TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_object object_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_registration registration TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, recorded_at, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_statement_facts ${onCluster} TO statement_facts AS
SELECT tenant, recorded_at, id, source, occurred_at, subject AS actor, d.verb.id AS verb,
    if(d.object.objectType = '', 'Activity', d.object.objectType) AS object_type,
    if(d.object.objectType IN ('', 'Activity', 'StatementRef'), d.object.id, '') AS object_id,
    lower(d.context.registration) AS registration,
    arrayDistinct(arrayFilter(x -> x != '', arrayMap(x -> x.1, arrayConcat(
        d.context.contextActivities.parent, d.context.contextActivities.grouping, d.context.contextActivities.category, d.context.contextActivities.other,
        d.object.context.contextActivities.parent, d.object.context.contextActivities.grouping, d.object.context.contextActivities.category, d.object.context.contextActivities.other,
        [tuple(d.object.object.id), tuple(if(d.object.objectType IN ('', 'Activity'), d.object.id, ''))])))) AS related_activities,
    identities AS related_agents
FROM (SELECT *, JSONExtract(data, 'Tuple(
    verb Tuple(id String),
    object Tuple(objectType String, id String, object Tuple(id String), context Tuple(contextActivities Tuple(parent Array(Tuple(id String)), grouping Array(Tuple(id String)), category Array(Tuple(id String)), other Array(Tuple(id String))))),
    context Tuple(registration String, contextActivities Tuple(parent Array(Tuple(id String)), grouping Array(Tuple(id String)), category Array(Tuple(id String)), other Array(Tuple(id String)))))') AS d FROM statement_events) WHERE type = 'plumbline.xapi.statement-stored';

-- One row per statement and activity it may stand for: its object and, for cmi5, the publisher's ids, which stand in grouping
-- (cmi5 9.6.2: the object id of an AU, block or course is made by the LMS). Only statements that can move a KPI.
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
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_learning_facts ${onCluster} TO learning_facts AS
WITH
    has(arrayMap(x -> x.1, d.context.contextActivities.category), 'https://w3id.org/xapi/cmi5/context/categories/cmi5') AS is_cmi5
SELECT tenant,
    arrayJoin(arrayDistinct(arrayConcat([d.object.id], if(is_cmi5, arrayMap(x -> x.1, d.context.contextActivities.grouping), [])))) AS activity,
    subject AS actor, occurred_at, recorded_at, source, id, d.verb.id AS verb, is_cmi5 AS cmi5, lower(d.context.registration) AS registration,
    d.result.completion AS completion, d.result.success AS success,
    d.result.score.scaled AS scaled, d.result.score.raw AS raw, d.result.score.min AS min, d.result.score.max AS max
FROM (SELECT *, JSONExtract(data, 'Tuple(
        verb Tuple(id String),
        object Tuple(objectType String, id String),
        result Tuple(success Nullable(Bool), completion Nullable(Bool), score Tuple(scaled Nullable(Float64), raw Nullable(Float64), min Nullable(Float64), max Nullable(Float64))),
        context Tuple(registration String, contextActivities Tuple(grouping Array(Tuple(id String)), category Array(Tuple(id String)))))') AS d FROM statement_events)
WHERE type = 'plumbline.xapi.statement-stored' AND d.object.objectType IN ('', 'Activity')
    AND (d.verb.id IN ('http://adlnet.gov/expapi/verbs/completed', 'http://adlnet.gov/expapi/verbs/passed', 'http://adlnet.gov/expapi/verbs/failed',
            'http://adlnet.gov/expapi/verbs/scored', 'http://adlnet.gov/expapi/verbs/mastered',
            'https://w3id.org/xapi/adl/verbs/satisfied', 'https://w3id.org/xapi/adl/verbs/waived')
        OR d.result.completion IS NOT NULL OR d.result.success IS NOT NULL OR d.result.score.scaled IS NOT NULL OR d.result.score.raw IS NOT NULL);
