import { ClickHouseRefused, ClickHouseUnanswered, type ClickHouse } from '#clickhouse';
import type { IdSource } from '#platform';
import { rowsRecordedBetween } from './identities/identities.query.ts';
import type { TableInsert } from './log-rows.ts';
import type { Reconciliation } from './reconciliation/reconciliation.ts';

/** What an insert is carried out with. */
export interface DurableInsertOptions {
  readonly clickhouse: ClickHouse;
  readonly ids: IdSource;
  readonly reconciliation: Reconciliation;
  readonly logger: { warn(context: object, message: string): void };
  /** Whether the store is still this writer's. */
  readonly mayWrite: () => boolean;
  /** An answer that was lost is waited for no longer. */
  readonly isAbandoned: () => boolean;
}

const REFUSALS = 3;
const SETTINGS = {
  input_format_parallel_parsing: 0,
  max_insert_block_size: 1_000_000,
  min_insert_block_size_rows: 1_000_000,
  // Left to the first merge: two files for each index are a third of what an insert creates.
  materialize_skip_indexes_on_insert: 0,
  // The row of the log is there first; its facts are cut by all processors then, and not one view after the other.
  parallel_view_processing: 1,
};

/**
 * One insert into one table, one part, on disk when it resolves. When the answer is lost, it is found out whether the rows are in the
 * log, for as long as it takes: rows that came later, unseen, would be stored twice when they are sent again. The token keeps a
 * second try from storing twice.
 *
 * @throws ClickHouseRefused refused three times, so that nothing was stored
 * @throws ClickHouseUnanswered abandoned: it is not known what was stored
 */
export async function insertDurably(insert: TableInsert, options: DurableInsertOptions): Promise<void> {
  const { clickhouse, ids, logger, mayWrite, isAbandoned } = options;
  const token = ids.uuid();
  for (let attempt = 1; ; attempt += 1) {
    let failure: Error | null = null;
    try {
      await insert.send(clickhouse, { token, settings: SETTINGS });
      if (attempt === 1) return;
    } catch (error) {
      if (!(error instanceof ClickHouseUnanswered || error instanceof ClickHouseRefused)) throw error;
      logger.warn({ err: error, attempt, rows: insert.rows }, 'an insert was not answered');
      failure = error;
    }
    if (await isStored(insert, options)) return;
    const isRefused = failure instanceof ClickHouseRefused && attempt >= REFUSALS;
    if (failure !== null && (isRefused || isAbandoned() || !mayWrite())) throw failure;
  }
}

/** Whether the rows are in the log; their facts are then cut again if they are missing. @throws ClickHouseUnanswered abandoned */
async function isStored(
  { table, first, last }: TableInsert,
  { clickhouse, reconciliation, isAbandoned }: DurableInsertOptions,
): Promise<boolean> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      const [found] = await clickhouse.query(rowsRecordedBetween(table), '', { first, last });
      if (found === undefined || found.rows === 0) return false;
      await reconciliation.between(first, last);
      return true;
    } catch (error) {
      if (isAbandoned()) throw new ClickHouseUnanswered('what became of an insert', { cause: error });
    }
  }
}
