-- The mode in which the LMS launched an AU ('Normal', 'Browse', 'Review'; '': not told), which cmi5 has in launched (9.6.3.3): what an AU says of
-- completion in a session to browse or to review counts nowhere (10.2.2). The facts are emptied and cut anew from the log: of two rows of one
-- event, with its mode and without, a reader would take either. What is stored meanwhile is in the log, and so the last statement brings it.
DROP VIEW IF EXISTS cut_cmi5_facts ${onCluster};

ALTER TABLE cmi5_facts ${onCluster} ADD COLUMN IF NOT EXISTS launch_mode LowCardinality(String) AFTER mastery_score;

TRUNCATE TABLE IF EXISTS cmi5_facts ${onCluster};

CREATE MATERIALIZED VIEW IF NOT EXISTS cut_cmi5_facts ${onCluster} TO cmi5_facts AS
SELECT tenant, recorded_at, source, id, occurred_at, object_id AS activity, registration,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/sessionid') AS session, verb,
    has(related_activities, 'https://w3id.org/xapi/cmi5/context/categories/moveon') AS move_on,
    JSONHas(data, 'result', 'duration') AS lasts,
    JSONExtract(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore', 'Nullable(Float64)') AS mastery_score,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/launchmode') AS launch_mode,
    completion, success, scaled, raw, min, max
FROM statement_events WHERE cmi5 AND object_type = 'Activity';

-- A second run brings rows that are there already, and they settle.
INSERT INTO cmi5_facts (tenant, recorded_at, source, id, occurred_at, activity, registration, session, verb, move_on, lasts, mastery_score,
    launch_mode, completion, success, scaled, raw, min, max)
SELECT tenant, recorded_at, source, id, occurred_at, object_id AS activity, registration,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/sessionid') AS session, verb,
    has(related_activities, 'https://w3id.org/xapi/cmi5/context/categories/moveon') AS move_on,
    JSONHas(data, 'result', 'duration') AS lasts,
    JSONExtract(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore', 'Nullable(Float64)') AS mastery_score,
    JSONExtractString(data, 'context', 'extensions', 'https://w3id.org/xapi/cmi5/context/extensions/launchmode') AS launch_mode,
    completion, success, scaled, raw, min, max
FROM statement_events WHERE cmi5 AND object_type = 'Activity';
