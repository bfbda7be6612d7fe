-- Documents of the resources activities/state, activities/profile and agents/profile. They are no events: the last one written is the
-- document. Deleting writes a row too, so that a merge does not bring an older one back; readers leave it out.
CREATE TABLE IF NOT EXISTS documents ${onCluster}
(
    tenant LowCardinality(String),
    -- state, activity-profile, agent-profile
    kind LowCardinality(String),
    -- '' where the resource has none: an agent profile has no activity, an activity profile no agent, profiles no registration
    activity String,
    agent String,
    registration String,
    id String,
    content_type String,
    content String CODEC(ZSTD(1)),
    -- SHA-1 of the content, lower-case hex: the entity tag
    sha1 FixedString(40),
    deleted Bool,
    recorded_by LowCardinality(String),
    -- rises with each writing of one document, whatever the clock does
    updated_at DateTime64(6, 'UTC')
)
ENGINE = ${engine:ReplacingMergeTree}(updated_at)
ORDER BY (tenant, kind, activity, agent, registration, id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;
