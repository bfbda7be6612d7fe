import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomIds, SettableClock, type Instant } from '#platform';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { KeyStore } from './key-store.ts';

describe('API keys', () => {
  let database: TestDatabase;
  let keys: KeyStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    keys = new KeyStore(
      database.clickhouse,
      new SettableClock('2026-07-01T00:00:00.000000Z' as Instant),
      randomIds,
    );
  });
  afterAll(() => database.drop());

  it('tells the secret once and stores only its hash', async () => {
    const key = await keys.create('a', { name: 'lms', scopes: ['ingest'], lenient: false });
    const listed = JSON.stringify(await keys.list('a'));
    expect(listed).toContain(key.id);
    expect(listed).not.toContain(key.secret);
    expect(listed).not.toContain('secretHash');
    expect(await keys.authenticate(key.id, key.secret)).toMatchObject({
      tenant: 'a',
      keyId: key.id,
      scopes: ['ingest'],
      lenient: false,
    });
  });

  it('refuses a wrong secret, an unknown key, and another key’s secret', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => keys.create('a', { name: 'x', scopes: ['read'], lenient: false })),
    );
    expect(await keys.authenticate(one?.id ?? '', `${one?.secret}x`)).toBeNull();
    expect(await keys.authenticate(one?.id ?? '', two?.secret ?? '')).toBeNull();
    expect(await keys.authenticate('pk_nobody', one?.secret ?? '')).toBeNull();
  });

  it('revokes at once, also a key that was just used', async () => {
    const key = await keys.create('a', { name: 'x', scopes: ['read'], lenient: false });
    expect(await keys.authenticate(key.id, key.secret)).not.toBeNull();
    const using = Array.from({ length: 5 }, () => keys.authenticate(key.id, key.secret));
    await keys.revoke('a', key.id);
    await Promise.all(using);
    expect(await keys.authenticate(key.id, key.secret)).toBeNull();
    expect(await keys.principal(key.id)).toBeNull();
    await keys.revoke('a', key.id);
  });

  it('has a key for a session of cmi5 give its secret once, end by itself, and outlive a restart', async () => {
    const clock = new SettableClock('2026-07-01T00:00:00.000000Z' as Instant);
    const session = { id: 's-1', registration: 'r-1', actor: 'hr:1' };
    const expiresAt = '2026-07-02T00:00:00.000000Z' as Instant;
    const of = () => new KeyStore(database.clickhouse, clock, randomIds);
    const before = of();
    const token = await before.launch('a', { session, origins: [], expiresAt });
    expect(await before.principal(token.split('.')[0] ?? '')).not.toBeNull();
    const fetched = await of().fetch(token);
    if (typeof fetched === 'string') throw new Error(fetched);
    expect(await of().fetch(token)).toBe('used');
    const again = of();
    expect(await again.authenticate(fetched.id, fetched.secret)).toMatchObject({ tenant: 'a', session });
    expect(await again.authenticate(fetched.id, token.split('.')[1] ?? '')).toBeNull();
    expect((await again.list('a')).map(({ id }) => id)).not.toContain(fetched.id);
    clock.advanceTo(expiresAt);
    expect(await again.authenticate(fetched.id, fetched.secret)).toBeNull();
    expect(await again.fetch(token)).toBe('ended');
    expect(await again.fetch(`${fetched.id}.`)).toBe('unknown');
    expect(await again.fetch('')).toBe('unknown');
  });

  it('ends the key of a session earlier, of one tenant alone, and never later than it would', async () => {
    const clock = new SettableClock('2026-07-01T00:00:00.000000Z' as Instant);
    const store = new KeyStore(database.clickhouse, clock, randomIds);
    const session = { id: 's-2', registration: 'r-2', actor: 'hr:2' };
    const [noon, evening] = ['2026-07-01T12:00:00.000000Z', '2026-07-01T18:00:00.000000Z'] as Instant[];
    if (noon === undefined || evening === undefined) throw new Error('two moments');
    const fetched = await store.fetch(await store.launch('a', { session, origins: [], expiresAt: evening }));
    if (typeof fetched === 'string') throw new Error(fetched);
    await store.endSession('b', 's-2', noon);
    await store.endSession('a', 's-2', '2026-07-01T23:00:00.000000Z' as Instant);
    clock.advanceTo(noon);
    expect(await store.authenticate(fetched.id, fetched.secret)).not.toBeNull();
    await store.endSession('a', 's-2', '2026-07-01T12:05:00.000000Z' as Instant);
    expect(await store.authenticate(fetched.id, fetched.secret)).not.toBeNull();
    clock.advanceTo('2026-07-01T12:05:00.000000Z' as Instant);
    expect(await store.authenticate(fetched.id, fetched.secret)).toBeNull();
  });

  it('keeps tenants apart: neither seen nor revoked by another', async () => {
    const key = await keys.create('a', { name: 'x', scopes: ['read'], lenient: false });
    expect((await keys.list('b')).map(({ id }) => id)).not.toContain(key.id);
    await expect(keys.revoke('b', key.id)).rejects.toMatchObject({ status: 404 });
    expect(await keys.authenticate(key.id, key.secret)).not.toBeNull();
  });

  it('learns of a revocation by another process within a second', async () => {
    const other = new KeyStore(
      database.clickhouse,
      new SettableClock('2026-07-01T00:00:00.000000Z' as Instant),
      randomIds,
    );
    const key = await keys.create('a', { name: 'x', scopes: ['read'], lenient: false });
    expect(await other.authenticate(key.id, key.secret)).not.toBeNull();
    await keys.revoke('a', key.id);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await other.authenticate(key.id, key.secret)).toBeNull();
  });
});
