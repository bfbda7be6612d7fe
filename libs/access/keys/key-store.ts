import type { ClickHouse } from '#clickhouse';
import { allows, notFound, type Clock, type IdSource, type Instant, type Principal, Turns } from '#platform';
import {
  hashSecret,
  NO_SECRET,
  secretMatches,
  type ApiKey,
  type CreatedKey,
  type Fetched,
  type KeyListing,
  type KeyRequest,
  type SessionKeyRequest,
} from './api-key.ts';
import { keyById, keysNamingOrigin, keysOfSession, keysOfTenant, type KeyRow } from './api-keys.query.ts';
import { BriefMemory } from './brief-memory.ts';

/** How long another process's revocation may go unnoticed; one made through this process counts at once. */
const CACHE_MILLIS = 1000;
/** Unknown ids are remembered too, so that guessing does not load the database; bounded. */
const CACHE_ENTRIES = 10_000;
/** Of the rows of a key the highest stands; a revocation is for good. */
const VERSIONS = { created: 0, fetched: 1, ended: 2, revoked: 3 } as const;
const NO_KEY_HASH = hashSecret('');

/** API keys: made, listed, revoked and checked. Secrets are stored as hashes and told once. */
export class KeyStore {
  private readonly keys = new BriefMemory<ApiKey | null>(CACHE_MILLIS, CACHE_ENTRIES);
  private readonly named = new BriefMemory<boolean>(CACHE_MILLIS, CACHE_ENTRIES);
  /** What changes a key of a session waits for what changes it before. */
  private readonly fetches = new Turns();

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async create(tenant: string, request: KeyRequest): Promise<CreatedKey> {
    const id = this.newId();
    const secret = this.ids.secret(32);
    const { name, scopes, lenient, origins = [] } = request;
    await this.write(
      {
        tenant,
        id,
        name,
        secretHash: hashSecret(secret),
        scopes,
        lenient,
        origins,
        createdAt: this.clock.now(),
        revokedAt: null,
        session: null,
        expiresAt: null,
        fetchHash: '',
      },
      VERSIONS.created,
    );
    return { id, secret, tenant, name, scopes, lenient, origins };
  }

  /**
   * Makes a key for a session of cmi5, which ends by itself and has no secret yet.
   * @returns the token that is exchanged for the secret, told this once
   */
  async launch(tenant: string, { session, origins, expiresAt }: SessionKeyRequest): Promise<string> {
    const id = this.newId();
    const token = this.ids.secret(32);
    await this.write(
      {
        tenant,
        id,
        name: `cmi5 session ${session.id}`,
        secretHash: NO_SECRET,
        scopes: ['ingest'],
        lenient: false,
        origins,
        createdAt: this.clock.now(),
        revokedAt: null,
        session,
        expiresAt,
        fetchHash: hashSecret(token),
      },
      VERSIONS.created,
    );
    return `${id}.${token}`;
  }

  /** Exchanges a fetch token for the credentials of its session, once: of several who ask at a time one gets them. */
  async fetch(text: string): Promise<Fetched> {
    const [id = '', token = ''] = text.split('.', 2);
    return this.fetches.run(id, async () => {
      const [row] = await this.clickhouse.query(keyById, '', { id });
      const key = row ? fromRow(row) : null;
      const isToken = key !== null && key.fetchHash !== '' && secretMatches(token, key.fetchHash);
      if (key === null || !isToken) return 'unknown';
      if (!this.isInUse(key)) return 'ended';
      if (key.secretHash !== NO_SECRET) return 'used';
      const secret = this.ids.secret(32);
      await this.write({ ...key, secretHash: hashSecret(secret) }, VERSIONS.fetched);
      return { id, secret };
    });
  }

  /** Lets the keys of a session end earlier than they would. */
  async endSession(tenant: string, session: string, moment: Instant): Promise<void> {
    for (const { id } of await this.clickhouse.query(keysOfSession, tenant, { session }))
      await this.fetches.run(id, async () => {
        const [row] = await this.clickhouse.query(keyById, tenant, { id });
        const key = row ? fromRow(row) : null;
        if (key !== null && this.isInUse(key) && (key.expiresAt === null || moment < key.expiresAt))
          await this.write({ ...key, expiresAt: moment }, VERSIONS.ended);
      });
  }

  async list(tenant: string): Promise<KeyListing[]> {
    const rows = await this.clickhouse.query(keysOfTenant, tenant, {});
    return rows.map((row) => {
      const { secretHash: _, session: _s, expiresAt: _e, fetchHash: _f, ...listing } = fromRow(row);
      return listing;
    });
  }

  /** Revokes a key of the tenant; again is no error. Throws a 404 problem when the tenant has no such key. */
  async revoke(tenant: string, id: string): Promise<void> {
    const [row] = await this.clickhouse.query(keyById, tenant, { id });
    if (!row) throw notFound(`This tenant has no key ${JSON.stringify(id)}.`);
    const key = fromRow(row);
    if (key.revokedAt === null) await this.write({ ...key, revokedAt: this.clock.now() }, VERSIONS.revoked);
  }

  /** The principal of a key id and secret, or null: unknown, wrong or revoked, which is not told apart. */
  async authenticate(id: string, secret: string): Promise<Principal | null> {
    const key = await this.find(id);
    const matches = secretMatches(secret, key?.secretHash ?? NO_KEY_HASH);
    return key && matches && this.isInUse(key) ? principalOf(key) : null;
  }

  /** The principal of a key that was checked before (a session cookie), or null when it is gone or revoked. */
  async principal(id: string): Promise<Principal | null> {
    const key = await this.find(id);
    return key && this.isInUse(key) ? principalOf(key) : null;
  }

  private isInUse({ revokedAt, expiresAt }: ApiKey): boolean {
    return revokedAt === null && (expiresAt === null || this.clock.now() < expiresAt);
  }

  /** Whether any key that is in use names this web origin. */
  isNamed(origin: string): Promise<boolean> {
    return this.named.of(origin, async () => {
      const [row] = await this.clickhouse.query(keysNamingOrigin, '', { origin });
      return (row?.keys ?? 0) > 0;
    });
  }

  /** Whether a key may be used from a web origin; null: it names none, so that it is no key for browsers. */
  async allowsOrigin(id: string, origin: string): Promise<boolean | null> {
    const origins = (await this.find(id))?.origins ?? [];
    return origins.length === 0 ? null : origins.includes(origin);
  }

  private newId(): string {
    return `pk_${this.ids.secret(12).replaceAll(/[^A-Za-z0-9]/g, 'x')}`;
  }

  private find(id: string): Promise<ApiKey | null> {
    return this.keys.of(id, async () => {
      const [row] = await this.clickhouse.query(keyById, '', { id });
      return row ? fromRow(row) : null;
    });
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
        session: key.session?.id ?? '',
        registration: key.session?.registration ?? '',
        actor: key.session?.actor ?? '',
        fetch_hash: key.fetchHash,
        expires_at: key.expiresAt,
        version,
      },
    ]);
    this.keys.forget(key.id);
    this.named.forgetAll();
  }
}

function principalOf(key: ApiKey): Principal {
  const { tenant, id, name, scopes, lenient, session } = key;
  return { tenant, keyId: id, keyName: name, scopes, lenient, ...(session === null ? {} : { session }) };
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
    session:
      row.session === '' ? null : { id: row.session, registration: row.registration, actor: row.actor },
    expiresAt: row.expires_at,
    fetchHash: row.fetch_hash,
  };
}

/** Whether a key's scopes are enough for one of those asked. */
export function allowsAny(principal: Principal, anyOf: readonly Parameters<typeof allows>[1][]): boolean {
  return anyOf.some((scope) => allows(principal, scope));
}
