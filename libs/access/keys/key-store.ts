import type { ClickHouse } from '#clickhouse';
import { allows, notFound, type Clock, type IdSource, type Principal } from '#platform';
import {
  hashSecret,
  secretMatches,
  type ApiKey,
  type CreatedKey,
  type KeyListing,
  type KeyRequest,
} from './api-key.ts';
import { keyById, keysNamingOrigin, keysOfTenant, type KeyRow } from './api-keys.query.ts';

/** How long another process's revocation may go unnoticed; one made through this process counts at once. */
const CACHE_MILLIS = 1000;
/** Unknown ids are remembered too, so that guessing does not load the database; bounded. */
const CACHE_ENTRIES = 10_000;
const NO_KEY_HASH = hashSecret('');

interface CachedKey {
  readonly key: ApiKey | null;
  readonly readAt: number;
}

/** API keys: made, listed, revoked and checked. Secrets are stored as hashes and told once. */
export class KeyStore {
  private readonly cache = new Map<string, CachedKey>();
  private readonly named = new Map<string, { readonly isNamed: boolean; readonly readAt: number }>();
  /** Counts changes, so that a look-up which began before a revocation does not bring the old key back. */
  private changes = 0;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(tenant: string, request: KeyRequest): Promise<CreatedKey> {
    const id = `pk_${this.ids.secret(12).replaceAll(/[^A-Za-z0-9]/g, 'x')}`;
    const secret = this.ids.secret(32);
    const key: ApiKey = {
      tenant,
      id,
      name: request.name,
      secretHash: hashSecret(secret),
      scopes: request.scopes,
      lenient: request.lenient,
      origins: request.origins ?? [],
      createdAt: this.clock.now(),
      revokedAt: null,
    };
    await this.write(key, 0);
    const { name, scopes, lenient, origins } = key;
    return { id, secret, tenant, name, scopes, lenient, origins };
  }

  async list(tenant: string): Promise<KeyListing[]> {
    const rows = await this.clickhouse.query(keysOfTenant, tenant, {});
    return rows.map((row) => {
      const { secretHash: _, ...listing } = fromRow(row);
      return listing;
    });
  }

  /** Revokes a key of the tenant; again is no error. Throws a 404 problem when the tenant has no such key. */
  async revoke(tenant: string, id: string): Promise<void> {
    const [row] = await this.clickhouse.query(keyById, tenant, { id });
    if (!row) throw notFound(`This tenant has no key ${JSON.stringify(id)}.`);
    const key = fromRow(row);
    if (key.revokedAt === null) await this.write({ ...key, revokedAt: this.clock.now() }, 1);
  }

  /** The principal of a key id and secret, or null: unknown, wrong or revoked, which is not told apart. */
  async authenticate(id: string, secret: string): Promise<Principal | null> {
    const key = await this.find(id);
    const matches = secretMatches(secret, key?.secretHash ?? NO_KEY_HASH);
    if (!key || !matches || key.revokedAt !== null) return null;
    return principalOf(key);
  }

  /** The principal of a key that was checked before (a session cookie), or null when it is gone or revoked. */
  async principal(id: string): Promise<Principal | null> {
    const key = await this.find(id);
    return key && key.revokedAt === null ? principalOf(key) : null;
  }

  /** Whether any key that is in use names this web origin. */
  async isNamed(origin: string): Promise<boolean> {
    const cached = this.named.get(origin);
    const now = performance.now();
    if (cached && now - cached.readAt < CACHE_MILLIS) return cached.isNamed;
    const [row] = await this.clickhouse.query(keysNamingOrigin, '', { origin });
    const isNamed = (row?.keys ?? 0) > 0;
    if (this.named.size >= CACHE_ENTRIES) this.named.clear();
    this.named.set(origin, { isNamed, readAt: now });
    return isNamed;
  }

  /** Whether a key may be used from a web origin; null: it names none, so that it is no key for browsers. */
  async allowsOrigin(id: string, origin: string): Promise<boolean | null> {
    const origins = (await this.find(id))?.origins ?? [];
    return origins.length === 0 ? null : origins.includes(origin);
  }

  private async find(id: string): Promise<ApiKey | null> {
    const cached = this.cache.get(id);
    const now = performance.now();
    if (cached && now - cached.readAt < CACHE_MILLIS) return cached.key;
    const before = this.changes;
    const [row] = await this.clickhouse.query(keyById, '', { id });
    const key = row ? fromRow(row) : null;
    if (before !== this.changes) return this.find(id);
    if (this.cache.size >= CACHE_ENTRIES) this.cache.clear();
    this.cache.set(id, { key, readAt: now });
    return key;
  }

  private async write(key: ApiKey, version: number): Promise<void> {
    await this.clickhouse.insert('api_keys', [
      {
        tenant: key.tenant,
        id: key.id,
        name: key.name,
        secret_hash: key.secretHash,
        scopes: key.scopes,
        lenient: key.lenient,
        origins: key.origins,
        created_at: key.createdAt,
        revoked_at: key.revokedAt,
        version,
      },
    ]);
    this.changes += 1;
    this.cache.delete(key.id);
    this.named.clear();
  }
}

function principalOf(key: ApiKey): Principal {
  return { tenant: key.tenant, keyId: key.id, keyName: key.name, scopes: key.scopes, lenient: key.lenient };
}

function fromRow(row: KeyRow): ApiKey {
  return {
    tenant: row.tenant,
    id: row.id,
    name: row.name,
    secretHash: row.secret_hash,
    scopes: row.scopes,
    lenient: row.lenient,
    origins: row.origins,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

/** Whether a key's scopes are enough for one of those asked. */
export function allowsAny(principal: Principal, anyOf: readonly Parameters<typeof allows>[1][]): boolean {
  return anyOf.some((scope) => allows(principal, scope));
}
