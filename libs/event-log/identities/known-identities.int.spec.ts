import { describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '#test/support/clickhouse';
import { identityKey } from '../append-group.ts';
import { knownIdentities } from './known-identities.ts';

const RECORDED = '2026-07-01T08:00:00.000000Z';

describe('the identities known at a start', () => {
  it('are those of the log, by the digest that new ones get, whatever their letters', async () => {
    const { clickhouse, drop } = await createTestDatabase();
    try {
      const stored = ['plain', 'Käthe Ωμέγα', '\u{1F600}', "'quoted'\\", 'a\tb', ...numbered(5000)].map(
        (id) => ({ tenant: 'acme', source: 'urn:plumbline:é', id }),
      );
      await clickhouse.insert(
        'event_identities',
        stored.map((identity) => ({
          ...identity,
          type: 't',
          recorded_at: RECORDED,
          content_hash: '0'.repeat(64),
        })),
      );
      const told: [number, number][] = [];
      const filter = await knownIdentities(clickhouse, (read, of) => told.push([read, of]));
      expect(told.at(-1)).toEqual([stored.length, stored.length]);
      const known = ({ tenant, source, id }: { tenant: string; source: string; id: string }) =>
        filter.add(identityKey(tenant, source, id));
      expect(stored.every(known)).toBe(true);
      const others = stored.map((identity) => ({ ...identity, tenant: 'rival' }));
      expect(others.filter(known).length).toBeLessThan(5);
    } finally {
      await drop();
    }
  });
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `id-${index}`);
}
