-- From which web origins a key may be used by a browser; none: it is no key for browsers.
ALTER TABLE api_keys ${onCluster} ADD COLUMN IF NOT EXISTS origins Array(String);
