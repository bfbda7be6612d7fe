-- What people do with what they learned: labs, certificates, ratings of skills, uses of prompts, samples and tasks of daily work,
-- releases, artefacts, feedback. A table of the log of its own, so that the inserts of learners and of work do not pay for these views
-- (docs/decisions/0008).
CREATE TABLE IF NOT EXISTS practice_events ${onCluster} AS learner_events;

CREATE OR REPLACE TABLE events ${onCluster} AS learner_events ENGINE = Merge(currentDatabase(), '^(statement|learner|work|practice)_events$');

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_event_identities_from_practice_events ${onCluster} TO event_identities AS
SELECT tenant, source, id, recorded_at, type, content_hash FROM practice_events;

-- A control plan is one more governance event: its kind is control-plan-documented.
ALTER TABLE cut_governance_facts ${onCluster} MODIFY QUERY
SELECT tenant, program, d.useCase AS use_case, occurred_at, recorded_at, source, id,
    replaceOne(replaceOne(replaceOne(type, 'plumbline.governance.', ''), 'plumbline.exception.', 'exception-'), 'plumbline.control-plan.', 'control-plan-') AS kind,
    d.version AS version, d.decision AS decision, d.reviewer AS reviewer,
    parseDateTime64BestEffortOrNull(d.validUntil, 6, 'UTC') AS valid_until, parseDateTime64BestEffortOrNull(d.due, 6, 'UTC') AS due,
    d.exception AS exception, d.approver AS approver, parseDateTime64BestEffortOrNull(d.expires, 6, 'UTC') AS expires, d.reason AS reason
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(useCase String, version String, decision String, reviewer String, validUntil Nullable(String), due Nullable(String), exception String, approver String, expires Nullable(String), reason String)') AS d FROM work_events)
WHERE type IN ('plumbline.governance.review-requested', 'plumbline.governance.review-decided', 'plumbline.exception.granted', 'plumbline.exception.closed',
    'plumbline.control-plan.documented');

-- One row per marking of a lab; the points of its criteria by their names, each with the most possible.
CREATE TABLE IF NOT EXISTS lab_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    lab String,
    rubric_version LowCardinality(String),
    criteria Array(Tuple(criterion String, points Float64, max Float64)),
    artefact String,
    attempt Nullable(UInt32),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_lab_facts ${onCluster} TO lab_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id,
    d.lab AS lab, d.rubricVersion AS rubric_version, d.criteria AS criteria, d.artefact AS artefact, d.attempt AS attempt
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, lab String, rubricVersion String, criteria Array(Tuple(criterion String, points Float64, max Float64)), artefact String, attempt Nullable(UInt32))') AS d FROM practice_events)
WHERE type = 'plumbline.lab.scored';

-- kind: awarded, revoked
CREATE TABLE IF NOT EXISTS certification_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    kind LowCardinality(String),
    level LowCardinality(String),
    module String,
    -- null: as the program file says of the level
    expires Nullable(DateTime64(6, 'UTC')),
    reason String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_certification_facts ${onCluster} TO certification_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id, replaceOne(type, 'plumbline.certification.', '') AS kind,
    d.level AS level, d.module AS module, parseDateTime64BestEffortOrNull(d.expires, 6, 'UTC') AS expires, d.reason AS reason
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, level String, module String, expires Nullable(String), reason String)') AS d FROM practice_events)
WHERE type LIKE 'plumbline.certification.%';

-- learner is '' when the role as a whole was rated
CREATE TABLE IF NOT EXISTS skill_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    learner String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    role LowCardinality(String),
    skill LowCardinality(String),
    competence Float64,
    criticality Nullable(Float64),
    evidence_source LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, learner, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_skill_facts ${onCluster} TO skill_facts AS
SELECT tenant, program, d.learner AS learner, occurred_at, recorded_at, source, id,
    d.role AS role, d.skill AS skill, d.competence AS competence, d.criticality AS criticality, d.evidenceSource AS evidence_source
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(learner String, role String, skill String, competence Float64, criticality Nullable(Float64), evidenceSource String)') AS d FROM practice_events)
WHERE type = 'plumbline.skill.rated';

CREATE TABLE IF NOT EXISTS prompt_use_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    prompt String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    version String,
    task String,
    -- '': not told
    acceptance LowCardinality(String),
    minutes_saved Nullable(Float64),
    team LowCardinality(String),
    learner String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, prompt, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_prompt_use_facts ${onCluster} TO prompt_use_facts AS
SELECT tenant, program, d.prompt AS prompt, occurred_at, recorded_at, source, id, d.version AS version, d.task AS task,
    d.acceptance AS acceptance, d.minutesSaved AS minutes_saved, d.team AS team, d.learner AS learner
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(prompt String, version String, task String, acceptance String, minutesSaved Nullable(Float64), team String, learner String)') AS d FROM practice_events)
WHERE type = 'plumbline.prompt.used';

-- phase: before, after
CREATE TABLE IF NOT EXISTS output_review_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    sample String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    phase LowCardinality(String),
    reviewer String,
    rubric_version LowCardinality(String),
    accuracy Float64,
    completeness Float64,
    policy_compliance Float64,
    clarity Float64,
    rework Float64,
    task String,
    team LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, sample, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_output_review_facts ${onCluster} TO output_review_facts AS
SELECT tenant, program, d.sample AS sample, occurred_at, recorded_at, source, id, d.phase AS phase, d.reviewer AS reviewer, d.rubricVersion AS rubric_version,
    d.criteria.accuracy AS accuracy, d.criteria.completeness AS completeness, d.criteria.policyCompliance AS policy_compliance,
    d.criteria.clarity AS clarity, d.criteria.rework AS rework, d.task AS task, d.team AS team
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(sample String, phase String, reviewer String, rubricVersion String, criteria Tuple(accuracy Float64, completeness Float64, policyCompliance Float64, clarity Float64, rework Float64), task String, team String)') AS d FROM practice_events)
WHERE type = 'plumbline.output.reviewed';

-- phase: before, after; null: not told
CREATE TABLE IF NOT EXISTS task_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    task String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    phase LowCardinality(String),
    minutes Nullable(Float64),
    rework Nullable(Bool),
    escalated Nullable(Bool),
    team LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, task, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_task_facts ${onCluster} TO task_facts AS
SELECT tenant, program, d.task AS task, occurred_at, recorded_at, source, id,
    d.phase AS phase, d.minutes AS minutes, d.rework AS rework, d.escalated AS escalated, d.team AS team
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(task String, phase String, minutes Nullable(Float64), rework Nullable(Bool), escalated Nullable(Bool), team String)') AS d FROM practice_events)
WHERE type = 'plumbline.task.measured';

CREATE TABLE IF NOT EXISTS release_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    release String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    model String,
    evaluated Bool,
    evaluation String,
    team LowCardinality(String),
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, release, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_release_facts ${onCluster} TO release_facts AS
SELECT tenant, program, d.release AS release, occurred_at, recorded_at, source, id,
    d.model AS model, d.evaluated AS evaluated, d.evaluation AS evaluation, d.team AS team
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(release String, model String, evaluated Bool, evaluation String, team String)') AS d FROM practice_events)
WHERE type = 'plumbline.release.recorded';

-- What was published and what was presented; kind is 'capstone' of a capstone, whatever an artefact calls itself.
CREATE TABLE IF NOT EXISTS artefact_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    artefact String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    -- published, presented
    action LowCardinality(String),
    kind LowCardinality(String),
    team LowCardinality(String),
    learner String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, artefact, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_artefact_facts ${onCluster} TO artefact_facts AS
SELECT tenant, program, if(d.capstone = '', d.artefact, d.capstone) AS artefact, occurred_at, recorded_at, source, id,
    if(d.capstone = '', 'published', 'presented') AS action, if(d.capstone = '', d.kind, 'capstone') AS kind, d.team AS team, d.learner AS learner
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(artefact String, capstone String, kind String, team String, learner String)') AS d FROM practice_events)
WHERE type IN ('plumbline.artefact.published', 'plumbline.capstone.presented');

-- action: submitted, answered
CREATE TABLE IF NOT EXISTS feedback_facts ${onCluster}
(
    tenant LowCardinality(String),
    program LowCardinality(String),
    feedback String,
    occurred_at DateTime64(6, 'UTC'),
    recorded_at DateTime64(6, 'UTC'),
    source LowCardinality(String),
    id String,
    action LowCardinality(String),
    -- '' on an answer
    kind LowCardinality(String),
    score Nullable(Float64),
    team LowCardinality(String),
    learner String,
    rank UInt64 MATERIALIZED 18446744073709551615 - toUnixTimestamp64Micro(recorded_at)
)
ENGINE = ${engine:ReplacingMergeTree}(rank)
ORDER BY (tenant, program, feedback, occurred_at, source, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_feedback_facts ${onCluster} TO feedback_facts AS
SELECT tenant, program, d.feedback AS feedback, occurred_at, recorded_at, source, id, replaceOne(type, 'plumbline.feedback.', '') AS action,
    d.kind AS kind, d.score AS score, d.team AS team, d.learner AS learner
FROM (SELECT *, JSONExtract(if(upcast_data = '', data, upcast_data),
    'Tuple(feedback String, kind String, score Nullable(Float64), team String, learner String)') AS d FROM practice_events)
WHERE type LIKE 'plumbline.feedback.%';

-- What a reader may see of them at (as_of, known_by), as 0005 has it.

CREATE VIEW IF NOT EXISTS lab_facts_at ${onCluster} AS
SELECT * FROM lab_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS certification_facts_at ${onCluster} AS
SELECT * FROM certification_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS skill_facts_at ${onCluster} AS
SELECT * FROM skill_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS prompt_use_facts_at ${onCluster} AS
SELECT * FROM prompt_use_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS output_review_facts_at ${onCluster} AS
SELECT * FROM output_review_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS task_facts_at ${onCluster} AS
SELECT * FROM task_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS release_facts_at ${onCluster} AS
SELECT * FROM release_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS artefact_facts_at ${onCluster} AS
SELECT * FROM artefact_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS feedback_facts_at ${onCluster} AS
SELECT * FROM feedback_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;
