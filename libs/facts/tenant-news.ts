import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import type { Instant } from '#platform';
import { z } from 'zod';
import { instantColumn } from './fact.ts';
import type { Voiding } from './fact-shelf.ts';

const rangeParameters = z.object({ after: z.string(), through: z.string() });
const RANGE = `recorded_at > parseDateTime64BestEffort({after:String}, 6, 'UTC')
      AND recorded_at <= parseDateTime64BestEffort({through:String}, 6, 'UTC')`;

const recordedTypes = defineQuery({
  name: 'facts.recorded-types',
  sql: `
    SELECT type, max(recorded_at) AS latest FROM events
    WHERE tenant = {tenant:String} AND ${RANGE}
    GROUP BY type`,
  params: rangeParameters,
  row: z.object({ type: z.string(), latest: instantColumn }),
});

const voidings = defineQuery({
  name: 'facts.voidings',
  sql: `
    SELECT target_source AS source, target_id AS id, recorded_at AS recordedAt FROM void_facts
    WHERE tenant = {tenant:String} AND ${RANGE}`,
  params: rangeParameters,
  row: z.object({ source: z.string(), id: z.string(), recordedAt: instantColumn }),
});

/** Types of events that may void another: an event for the purpose, or a statement with the verb. */
const VOIDING_TYPES: ReadonlySet<string> = new Set([
  'plumbline.event.voided',
  'plumbline.xapi.statement-stored',
]);
const MOST_VOIDINGS = 10_000;

/** What a tenant's log received since somebody began to look: one small query tells every reader whether to read on. */
export class TenantNews {
  private readonly latest = new Map<string, Instant>();
  private voids: Voiding[] = [];
  private bringing: Promise<void> = Promise.resolve();
  private through: Instant;

  /** @param since nothing is known of what was recorded by then */
  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly tenant: string,
    private since: Instant,
  ) {
    this.through = since;
  }

  /** Whether what was recorded later than a moment is known here. */
  reachesBackTo(moment: Instant): boolean {
    return moment >= this.since;
  }

  /** Whether an event of these types was recorded later than a moment; may say so of one that was recorded earlier than asked. */
  has(types: readonly string[], after: Instant): boolean {
    return types.some((type) => {
      const latest = this.latest.get(type);
      return latest !== undefined && latest > after;
    });
  }

  voidingsBetween(after: Instant, through: Instant): Voiding[] {
    return this.voids.filter(({ recordedAt }) => recordedAt > after && recordedAt <= through);
  }

  /** Reads on through a moment, behind which nothing can still appear. */
  async read(through: Instant, context: QueryContext): Promise<void> {
    const earlier = this.bringing.catch(() => undefined);
    this.bringing = earlier.then(() => this.readOn(through, context));
    return this.bringing;
  }

  private async readOn(through: Instant, context: QueryContext): Promise<void> {
    if (through <= this.through) return;
    const range = { after: this.through, through };
    const types = await this.clickhouse.query(recordedTypes, this.tenant, range, context);
    if (types.some(({ type }) => VOIDING_TYPES.has(type)))
      this.voids.push(...(await this.clickhouse.query(voidings, this.tenant, range, context)));
    for (const { type, latest } of types) this.latest.set(type, latest);
    this.through = through;
    if (this.voids.length <= MOST_VOIDINGS) return;
    this.voids = [];
    this.since = through;
  }
}
