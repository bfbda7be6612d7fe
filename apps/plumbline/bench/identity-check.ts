import { randomUUID } from 'node:crypto';
import { ClickHouse, defineQuery, type DatabaseAddress } from '#clickhouse';
import { identityKey, knownIdentities, takenIdentities } from '#event-log';
import { z } from 'zod';
import { percentile } from './figures.ts';

/** What it costs to know whether identities are taken, in a store of many. */
export interface IdentityCheck {
  readonly identities: number;
  /** Seconds, at each start of the process that writes. */
  readonly reading: number;
  /** MiB that the filter takes. */
  readonly mebibytes: number;
  /** Milliseconds for 1,000 identities that are new, the few included that only the store can tell to be new. */
  readonly fresh: number;
  /** Milliseconds for 1,000 identities that are there, each of which the store is asked for. */
  readonly sentAgain: number;
}

const FRESH = 200_000;
const GROUP = 1_000;
const GROUPS = 20;

const someIdentities = defineQuery({
  name: 'bench.some-identities',
  sql: `SELECT source, id FROM statement_events WHERE tenant = {tenant:String} ORDER BY cityHash64(id) LIMIT {rows:UInt32}`,
  params: z.object({ rows: z.number() }),
  row: z.object({ source: z.string(), id: z.string() }),
});

/** Checks identities as the log does before it appends a group. */
export async function checkIdentities(address: DatabaseAddress, tenant: string): Promise<IdentityCheck> {
  await using clickhouse = ClickHouse.connect(address);
  let identities = 0;
  const started = performance.now();
  const filter = await knownIdentities(clickhouse, (_, of) => {
    identities = of;
  });
  const reading = (performance.now() - started) / 1000;
  const stored = await clickhouse.query(someIdentities, tenant, { rows: GROUP * GROUPS });
  const source = stored[0]?.source ?? '';

  const asked: number[] = [];
  for (let first = 0; first < stored.length; first += GROUP) {
    const ids = stored.slice(first, first + GROUP).map(({ id }) => id);
    const before = performance.now();
    await clickhouse.query(takenIdentities, tenant, { source, ids });
    asked.push(performance.now() - before);
  }
  const fresh = Array.from({ length: FRESH }, () => identityKey(tenant, source, randomUUID()));
  const before = performance.now();
  let doubtful = 0;
  for (const key of fresh) if (filter.add(key)) doubtful += 1;
  const filtering = performance.now() - before;
  const sentAgain = percentile(asked, 0.5);
  return {
    identities,
    reading,
    mebibytes: filter.bytes / 1024 / 1024,
    // At worst each doubtful one is alone in its group.
    fresh: ((filtering + doubtful * sentAgain) / FRESH) * GROUP,
    sentAgain,
  };
}
