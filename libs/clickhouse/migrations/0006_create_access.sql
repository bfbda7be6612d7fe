-- Tenants and API keys. Small tables: the newest version of a row is the key's state.
CREATE TABLE IF NOT EXISTS tenants ${onCluster}
(
    tenant String,
    created_at DateTime64(6, 'UTC')
)
ENGINE = ${engine:ReplacingMergeTree}
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS api_keys ${onCluster}
(
    tenant String,
    id String,
    name String,
    -- SHA-256 of the secret, lower-case hex; the secret has 256 random bits, so no slow hash is needed
    secret_hash FixedString(64),
    scopes Array(LowCardinality(String)),
    lenient Bool,
    created_at DateTime64(6, 'UTC'),
    revoked_at Nullable(DateTime64(6, 'UTC')),
    -- 0 as created, 1 as revoked: a key is never changed otherwise
    version UInt8
)
ENGINE = ${engine:ReplacingMergeTree}(version)
ORDER BY (tenant, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Until which recorded_at log and facts are known to agree (see libs/event-log/reconciliation).
CREATE TABLE IF NOT EXISTS checkpoints ${onCluster}
(
    name String,
    recorded_at DateTime64(6, 'UTC'),
    written_at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = ${engine:ReplacingMergeTree}(recorded_at)
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
