-- One parameterised view per fact: what a reader may see at (as_of, known_by). It settles duplicates (the first recorded
-- stands), cuts both clocks and applies voids, which cut on recorded_at only. Arguments as_of and known_by are RFC 3339 text.

CREATE VIEW IF NOT EXISTS learner_facts_at ${onCluster} AS
SELECT * FROM learner_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS module_facts_at ${onCluster} AS
SELECT * FROM module_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS assessment_facts_at ${onCluster} AS
SELECT * FROM assessment_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS prompt_facts_at ${onCluster} AS
SELECT * FROM prompt_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS review_facts_at ${onCluster} AS
SELECT * FROM review_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS incident_facts_at ${onCluster} AS
SELECT * FROM incident_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS use_case_facts_at ${onCluster} AS
SELECT * FROM use_case_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS governance_facts_at ${onCluster} AS
SELECT * FROM governance_facts
WHERE tenant = {tenant:String}
    AND program IN ('', {program:String})
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS program_facts_at ${onCluster} AS
SELECT * FROM program_facts
WHERE tenant = {tenant:String}
    AND program = {program:String}
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id;

CREATE VIEW IF NOT EXISTS identity_facts_at ${onCluster} AS
SELECT * FROM identity_facts
WHERE tenant = {tenant:String}
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id, identity;

CREATE VIEW IF NOT EXISTS learning_facts_at ${onCluster} AS
SELECT * FROM learning_facts
WHERE tenant = {tenant:String}
    AND occurred_at <= parseDateTime64BestEffort({as_of:String}, 6, 'UTC')
    AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
    AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
ORDER BY recorded_at
LIMIT 1 BY source, id, activity;
