import { defineQuery, type ClickHouse } from '#clickhouse';
import { EARLIEST_INSTANT, type Instant } from '#platform';
import { z } from 'zod';

const CHECKPOINT = 'log-and-facts-agree';

/** The views that cut facts from the log, with the SELECT that each was made with: the only definition of its fact. */
const cuttingViews = defineQuery({
  name: 'event-log.cutting-views',
  sql: `
    SELECT tables.name AS name, tables.as_select AS select, tables.target_table AS target, columns.names AS columns
    FROM system.tables AS tables
    INNER JOIN (
      SELECT table, groupArray(name) AS names FROM system.columns WHERE database = currentDatabase() GROUP BY table
    ) AS columns ON columns.table = tables.name
    WHERE tables.database = currentDatabase() AND tables.engine = 'MaterializedView' AND startsWith(tables.name, 'cut_') AND {tenant:String} = ''
    ORDER BY tables.name`,
  params: z.object({}),
  row: z.object({
    name: z.string(),
    select: z.string().min(1),
    target: z.string().min(1),
    columns: z.array(z.string()).min(1),
  }),
});

const checkpointQuery = defineQuery({
  name: 'event-log.checkpoint',
  sql: `SELECT max(recorded_at) AS recorded_at FROM checkpoints WHERE {tenant:String} = '' AND name = {name:String}`,
  params: z.object({ name: z.string() }),
  row: z.object({ recorded_at: z.string().transform((text) => text as Instant) }),
});

const factState = (target: string) =>
  defineQuery({
    name: 'event-log.fact-state',
    sql: `SELECT count() AS rows, toString(groupBitXor(cityHash64(toString(tuple(*))))) AS checksum FROM (SELECT * FROM ${target} FINAL) WHERE {tenant:String} = ''`,
    params: z.object({}),
    row: z.object({ rows: z.coerce.number(), checksum: z.string() }),
  });

export interface RebuiltFact {
  readonly fact: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  /** The settled rows before and after are the same, bit for bit. */
  readonly identical: boolean;
}

/**
 * Keeps the facts true to the log. A log row and its facts are not committed together: a server killed in between has
 * the row without the fact (ClickHouse issue 104661). What is missing is cut again by the view's own SELECT.
 */
export class Reconciliation {
  constructor(private readonly clickhouse: ClickHouse) {}

  /** Compares log and facts since the last noted agreement; returns after every fact is there. */
  async sinceCheckpoint(): Promise<void> {
    const [checkpoint] = await this.clickhouse.query(checkpointQuery, '', { name: CHECKPOINT });
    const from =
      checkpoint && checkpoint.recorded_at > EARLIEST_INSTANT ? checkpoint.recorded_at : EARLIEST_INSTANT;
    await this.recut(`recorded_at > parseDateTime64BestEffort('${from}', 6, 'UTC')`);
  }

  /** Compares log and facts for the events recorded from `first` to `last`. */
  async between(first: Instant, last: Instant): Promise<void> {
    const moment = (instant: Instant) => `parseDateTime64BestEffort('${instant}', 6, 'UTC')`;
    await this.recut(`recorded_at >= ${moment(first)} AND recorded_at <= ${moment(last)}`);
  }

  /** Notes that log and facts agree up to a moment, so that the next start compares only what came later. */
  async noteAgreement(upTo: Instant): Promise<void> {
    await this.clickhouse.insert('checkpoints', [{ name: CHECKPOINT, recorded_at: upTo }]);
  }

  /**
   * Makes every fact anew from the log beside the old one, compares, and puts it in its place in one step.
   * Nothing may be appended meanwhile. Can be interrupted: the old facts stand until the exchange.
   */
  async rebuild(onFact?: (fact: string, done: number, total: number) => void): Promise<RebuiltFact[]> {
    const views = await this.clickhouse.query(cuttingViews, '', {});
    const targets = [...new Set(views.map((view) => view.target))];
    const rebuilt: RebuiltFact[] = [];
    for (const [index, target] of targets.entries()) {
      onFact?.(target, index, targets.length);
      const fresh = `${target}_rebuilding`;
      await this.clickhouse.command('event-log.rebuild.drop', `DROP TABLE IF EXISTS ${fresh} SYNC`);
      await this.clickhouse.command('event-log.rebuild.create', `CREATE TABLE ${fresh} AS ${target}`);
      for (const view of views.filter((candidate) => candidate.target === target)) {
        const list = view.columns.join(', ');
        await this.clickhouse.command(
          'event-log.rebuild.cut',
          `INSERT INTO ${fresh} (${list}) SELECT ${list} FROM (${view.select})`,
        );
      }
      const [before] = await this.clickhouse.query(factState(target), '', {});
      const [after] = await this.clickhouse.query(factState(fresh), '', {});
      if (!before || !after) throw new Error(`No state of the fact ${target}.`);
      await this.clickhouse.command('event-log.rebuild.exchange', `EXCHANGE TABLES ${target} AND ${fresh}`);
      await this.clickhouse.command('event-log.rebuild.drop', `DROP TABLE IF EXISTS ${fresh} SYNC`);
      rebuilt.push({
        fact: target,
        rowsBefore: before.rows,
        rowsAfter: after.rows,
        identical: before.checksum === after.checksum,
      });
    }
    return rebuilt;
  }

  private async recut(range: string): Promise<void> {
    for (const view of await this.clickhouse.query(cuttingViews, '', {})) {
      const list = view.columns.join(', ');
      // What a fact without the event's id was cut from is told by the moment, which no two events share.
      const event = view.columns.includes('id') ? 'tenant, source, id' : 'tenant, recorded_at';
      const missing = `(${event}) NOT IN (SELECT ${event} FROM ${view.target} WHERE ${range})`;
      // what is there is not cut again, and facts settle what two cuts at once would bring
      await this.clickhouse.repeatable(
        'event-log.reconcile',
        `INSERT INTO ${view.target} (${list}) SELECT ${list} FROM (${view.select}) WHERE ${range} AND ${missing}`,
      );
    }
  }
}
