-- Facts: typed columns cut from the log by materialized views, one table per noun, no aggregation.
-- ReplacingMergeTree keeps the row with the greatest rank, and rank is the inverted recorded_at: the first recorded stands.
-- Sort keys begin with what a reader asks for: tenant, then program or activity, then subject and time.
-- Nothing is partitioned, so one batch is one part and is there wholly or not at all.

CREATE TABLE IF NOT EXISTS void_facts ${onCluster}
(
    tenant LowCardinality(String),
    target_source LowCardinality(String),
    target_id String,
    source LowCardinality(String),
    id String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    reason String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, target_source, target_id, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_void_facts ${onCluster} TO void_facts AS
SELECT tenant, d.source AS target_source, d.id AS target_id, source, id, occurred_at, recorded_at, d.reason AS reason
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data), 'Tuple(source String, id String, reason String)') AS d FROM work_events) WHERE type = 'plumbline.event.voided';

-- occurred_at is the definition's effectiveFrom, which may lie in the past.
CREATE TABLE IF NOT EXISTS program_facts ${onCluster}
(
    tenant LowCardinality(String),
    program String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    definition String CODEC(ZSTD(3)),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_program_facts ${onCluster} TO program_facts AS
SELECT tenant, program, occurred_at, recorded_at, source, id, JSONExtractRaw(if(upcast_data = '', data, upcast_data), 'definition') AS definition
FROM learner_events WHERE type = 'plumbline.program.defined';

-- kind: enrolled, withdrawn, excluded, role-changed
CREATE TABLE IF NOT EXISTS learner_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    kind LowCardinality(String),
    cohort LowCardinality(String),
    -- '' on enrolment: not known; on role-changed: the new role
    role LowCardinality(String),
    team LowCardinality(String),
    reason LowCardinality(String),
    approver String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_learner_facts ${onCluster} TO learner_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id,
    replaceOne(type, 'plumbline.learner.', '') AS kind,
    d.cohort AS cohort, d.role AS role, d.team AS team, d.reason AS reason, d.approver AS approver
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, cohort String, role String, team String, reason String, approver String)') AS d FROM learner_events)
WHERE type IN ('plumbline.learner.enrolled', 'plumbline.learner.withdrawn', 'plumbline.learner.excluded', 'plumbline.learner.role-changed');

-- One row per identity of a learner: from learner.identified, and from the identities of an enrolment.
-- identity is the canonical form (libs/events/identity), which intake writes beside the event.
CREATE TABLE IF NOT EXISTS identity_facts ${onCluster}
(
    tenant LowCardinality(String),
    identity String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    learner String,
    -- added, ended
    action LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, identity, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_identity_facts ${onCluster} TO identity_facts AS
SELECT tenant, arrayJoin(identities) AS identity, occurred_at, recorded_at, source, id, d.learner AS learner,
    if(d.action = '', 'added', d.action) AS action
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data), 'Tuple(learner String, action String)') AS d FROM learner_events) WHERE type IN ('plumbline.learner.enrolled', 'plumbline.learner.identified');

CREATE TABLE IF NOT EXISTS module_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    module String,
    activity String,
    success Nullable(Bool),
    scaled Nullable(Float64),
    attempt Nullable(UInt32),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_module_facts ${onCluster} TO module_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id,
    d.module AS module, d.activity AS activity, d.success AS success, d.scaled AS scaled, d.attempt AS attempt
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, module String, activity String, success Nullable(Bool), scaled Nullable(Float64), attempt Nullable(UInt32))') AS d FROM learner_events) WHERE type = 'plumbline.module.completed';

CREATE TABLE IF NOT EXISTS assessment_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    assessment String,
    phase LowCardinality(String),
    form String,
    raw Nullable(Float64),
    min Nullable(Float64),
    max Nullable(Float64),
    scaled Nullable(Float64),
    skill LowCardinality(String),
    attempt Nullable(UInt32),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_assessment_facts ${onCluster} TO assessment_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id,
    d.assessment AS assessment, d.phase AS phase, d.form AS form, d.raw AS raw, d.min AS min, d.max AS max, d.scaled AS scaled,
    d.skill AS skill, d.attempt AS attempt
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, assessment String, phase String, form String, raw Nullable(Float64), min Nullable(Float64), max Nullable(Float64), scaled Nullable(Float64), skill String, attempt Nullable(UInt32))') AS d FROM learner_events) WHERE type = 'plumbline.assessment.scored';

CREATE TABLE IF NOT EXISTS prompt_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    prompt String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    version String,
    owner String,
    use_case String,
    team LowCardinality(String),
    policy_class LowCardinality(String),
    sensitivity LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, prompt, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_prompt_facts ${onCluster} TO prompt_facts AS
SELECT tenant, program, d.prompt AS prompt, occurred_at, recorded_at, source, id, d.version AS version, d.owner AS owner,
    d.useCase AS use_case, d.team AS team, d.policyClass AS policy_class, d.sensitivity AS sensitivity
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(prompt String, version String, owner String, useCase String, team String, policyClass String, sensitivity String)') AS d FROM work_events) WHERE type = 'plumbline.prompt.registered';

-- One row per reviewer's score of one run of one test item on one prompt version.
CREATE TABLE IF NOT EXISTS review_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    prompt String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    version String,
    item String,
    run String,
    reviewer String,
    rubric_version LowCardinality(String),
    clarity Float64,
    grounding Float64,
    safety Float64,
    completeness Float64,
    format_compliance Float64,
    outcome LowCardinality(String),
    calibration Bool,
    team LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, prompt, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_review_facts ${onCluster} TO review_facts AS
SELECT tenant, program, d.prompt AS prompt, occurred_at, recorded_at, source, id, d.version AS version, d.item AS item, d.run AS run,
    d.reviewer AS reviewer, d.rubricVersion AS rubric_version, d.criteria.clarity AS clarity, d.criteria.grounding AS grounding,
    d.criteria.safety AS safety, d.criteria.completeness AS completeness, d.criteria.formatCompliance AS format_compliance,
    d.outcome AS outcome, d.calibration AS calibration, d.team AS team
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(prompt String, version String, item String, run String, reviewer String, rubricVersion String, criteria Tuple(clarity Float64, grounding Float64, safety Float64, completeness Float64, formatCompliance Float64), outcome String, calibration Bool, team String)') AS d FROM work_events) WHERE type = 'plumbline.prompt.reviewed';

-- kind: opened, detected, acknowledged, mitigated, resolved
CREATE TABLE IF NOT EXISTS incident_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    incident String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    kind LowCardinality(String),
    model String,
    severity LowCardinality(String),
    team LowCardinality(String),
    drill Bool,
    -- RFC 3339 as sent; null: not known when it began
    started_at Nullable(DateTime64(6, 'UTC')),
    time_precision LowCardinality(String),
    notes_score Nullable(Float64),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, incident, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_incident_facts ${onCluster} TO incident_facts AS
SELECT tenant, program, d.incident AS incident, occurred_at, recorded_at, source, id, replaceOne(type, 'plumbline.incident.', '') AS kind,
    d.model AS model, d.severity AS severity, d.team AS team, d.drill AS drill,
    parseDateTime64BestEffortOrNull(d.startedAt, 6, 'UTC') AS started_at, d.timePrecision AS time_precision, d.notesScore AS notes_score
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(incident String, model String, severity String, team String, drill Bool, startedAt Nullable(String), timePrecision String, notesScore Nullable(Float64))') AS d FROM work_events) WHERE type LIKE 'plumbline.incident.%';

-- kind: registered, changed, re-tiered, first-used, retired
CREATE TABLE IF NOT EXISTS use_case_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    use_case String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    kind LowCardinality(String),
    version String,
    tier LowCardinality(String),
    owner String,
    team LowCardinality(String),
    sensitivity LowCardinality(String),
    title String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, use_case, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_use_case_facts ${onCluster} TO use_case_facts AS
SELECT tenant, program, d.useCase AS use_case, occurred_at, recorded_at, source, id, replaceOne(type, 'plumbline.use-case.', '') AS kind,
    d.version AS version, d.tier AS tier, d.owner AS owner, d.team AS team, d.sensitivity AS sensitivity, d.title AS title
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(useCase String, version String, tier String, owner String, team String, sensitivity String, title String)') AS d FROM work_events) WHERE type LIKE 'plumbline.use-case.%';

-- kind: review-requested, review-decided, exception-granted, exception-closed
CREATE TABLE IF NOT EXISTS governance_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    use_case String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    kind LowCardinality(String),
    version String,
    decision LowCardinality(String),
    reviewer String,
    valid_until Nullable(DateTime64(6, 'UTC')),
    due Nullable(DateTime64(6, 'UTC')),
    exception String,
    approver String,
    expires Nullable(DateTime64(6, 'UTC')),
    reason String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, use_case, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_governance_facts ${onCluster} TO governance_facts AS
SELECT tenant, program, d.useCase AS use_case, occurred_at, recorded_at, source, id,
    replaceOne(replaceOne(type, 'plumbline.governance.', ''), 'plumbline.exception.', 'exception-') AS kind,
    d.version AS version, d.decision AS decision, d.reviewer AS reviewer,
    parseDateTime64BestEffortOrNull(d.validUntil, 6, 'UTC') AS valid_until, parseDateTime64BestEffortOrNull(d.due, 6, 'UTC') AS due,
    d.exception AS exception, d.approver AS approver, parseDateTime64BestEffortOrNull(d.expires, 6, 'UTC') AS expires, d.reason AS reason
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(useCase String, version String, decision String, reviewer String, validUntil Nullable(String), due Nullable(String), exception String, approver String, expires Nullable(String), reason String)') AS d FROM work_events)
WHERE type IN ('plumbline.governance.review-requested', 'plumbline.governance.review-decided', 'plumbline.exception.granted', 'plumbline.exception.closed');
