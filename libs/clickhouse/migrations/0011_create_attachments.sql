-- Contents of attachments. A content belongs to an upload whose id is ours: what a client says about it (its SHA-2) leads to it only after
-- it was found true, so that nobody can spoil what another sent (docs/decisions/0013).

-- Pieces of at most 1 MiB, in the order of their number. A granule is a large piece or a MiB of small ones, since one piece is read at a
-- time. Parts are wide from 10 MiB on, as is the default: what is swept is masked, not written again.
CREATE TABLE IF NOT EXISTS attachment_chunks ${onCluster}
(
    tenant LowCardinality(String),
    upload String,
    number UInt32,
    recorded_at DateTime64(6, 'UTC'),
    content String CODEC(ZSTD(1))
)
ENGINE = ${engine:MergeTree}
ORDER BY (tenant, upload, number)
SETTINGS index_granularity = 256, index_granularity_bytes = 1048576, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_parts_to_merge_at_once = 8;

-- From the SHA-2 of a content to its upload. Written before the statement that names it; the content is held once that statement is in
-- event_identities, with the content that it had here. What is not held is swept.
CREATE TABLE IF NOT EXISTS attachments ${onCluster}
(
    tenant LowCardinality(String),
    -- lower-case hex, as attachments name it: SHA-224, 256, 384 or 512 by its length
    sha2 String,
    upload String,
    bytes UInt64,
    -- one statement of the request that brought it and names it: a request is stored whole or not at all
    statement String,
    statement_hash FixedString(64),
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = ${engine:ReplacingMergeTree}
ORDER BY (tenant, sha2, upload)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000,
    min_bytes_for_wide_part = 134217728, min_parts_to_merge_at_once = 8;
