import { defineQuery, slicesByLength, type ClickHouse } from '#clickhouse';
import { eventVoided, learnerEnrolled, learnerIdentified, type IncomingEvent } from '#events';
import { z } from 'zod';
import { currentData } from './current-data.ts';

const NAMING = new Set<string>([learnerEnrolled.type, learnerIdentified.type]);

/** An event that a void names, as far as it is known: stored, or sent in the same batch. */
export interface VoidTarget {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** The canonical identities that it gives to a learner or takes away. */
  readonly identities: readonly string[];
}

/** By the event that voids; none for a void whose target is not known, which may still be on its way. */
export type VoidTargets = ReadonlyMap<IncomingEvent, VoidTarget>;

export const NO_TARGETS: VoidTargets = new Map();

const params = z.object({ source: z.string(), ids: z.array(z.string()) });

const typesOfEvents = defineQuery({
  name: 'intake.types-of-events',
  sql: `
    SELECT id, argMin(type, recorded_at) AS type FROM event_identities
    WHERE tenant = {tenant:String} AND source = {source:String} AND id IN {ids:Array(String)}
    GROUP BY id`,
  params,
  row: z.object({ id: z.string(), type: z.string() }),
});

const identitiesOfEvents = defineQuery({
  name: 'intake.identities-of-events',
  sql: `
    SELECT id, groupUniqArray(identity) AS identities FROM identity_facts
    WHERE tenant = {tenant:String} AND source = {source:String} AND id IN {ids:Array(String)}
    GROUP BY id`,
  params,
  row: z.object({ id: z.string(), identities: z.array(z.string()) }),
});

/** What the voids of a batch name. Of an event that is stored and in the batch, the stored one stands. */
export async function voidTargets(
  clickhouse: ClickHouse,
  tenant: string,
  events: readonly IncomingEvent[],
): Promise<VoidTargets> {
  const voids = events
    .filter(({ type }) => type === eventVoided.type)
    .map((event) => ({ event, named: currentData(eventVoided, event) }));
  if (voids.length === 0) return NO_TARGETS;
  // Of two with one identity the first would stand.
  const known = new Map<string, VoidTarget>(events.toReversed().map((event) => [key(event), event]));
  const stored = new Map<string, VoidTarget>();
  for (const [source, ofSource] of Map.groupBy(voids, ({ named }) => named.source)) {
    const ids = [...new Set(ofSource.map(({ named }) => named.id))];
    for (const target of await storedTargets(clickhouse, tenant, source, ids))
      stored.set(key(target), target);
  }
  return new Map(
    voids.flatMap(({ event, named }) => {
      const target = stored.get(key(named)) ?? known.get(key(named));
      return target === undefined ? [] : [[event, target] as const];
    }),
  );
}

async function storedTargets(
  clickhouse: ClickHouse,
  tenant: string,
  source: string,
  ids: readonly string[],
): Promise<VoidTarget[]> {
  const found: VoidTarget[] = [];
  for (const slice of slicesByLength(ids)) {
    const rows = await clickhouse.query(typesOfEvents, tenant, { source, ids: slice });
    const naming = rows.filter(({ type }) => NAMING.has(type)).map(({ id }) => id);
    const identities =
      naming.length === 0 ? [] : await clickhouse.query(identitiesOfEvents, tenant, { source, ids: naming });
    const ofEvent = new Map(identities.map((row) => [row.id, row.identities]));
    found.push(...rows.map(({ id, type }) => ({ source, id, type, identities: ofEvent.get(id) ?? [] })));
  }
  return found;
}

/** NUL stands in no source and no id. */
function key({ source, id }: { readonly source: string; readonly id: string }): string {
  return `${source}\u0000${id}`;
}
