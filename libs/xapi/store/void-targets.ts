import { defineQuery, slicesByLength, type ClickHouse } from '#clickhouse';
import { STATEMENT_SOURCE } from '#events';
import { badRequest, jsonPointer, type Problem } from '#platform';
import { z } from 'zod';
import { VOIDED } from '../statement/check-statement.ts';
import type { RuleSet } from '../statement/rules.ts';
import type { StatementBatch } from './statement-batch.ts';

const storedVoids = defineQuery({
  name: 'xapi.stored-voids',
  sql: `
    SELECT DISTINCT id FROM statement_events
    WHERE tenant = {tenant:String} AND verb = {voided:String} AND id IN {ids:Array(String)} AND recorded_at IN (
      SELECT recorded_at FROM event_identities
      WHERE tenant = {tenant:String} AND source = {source:String} AND id IN {ids:Array(String)})`,
  params: z.object({ ids: z.array(z.string()), source: z.string(), voided: z.string() }),
  row: z.object({ id: z.string() }),
});

/**
 * 400 when a statement takes back one that itself takes back another, in the log or in the same request: a void stands
 * (xAPI 1.0.3 Data 2.3.2, IEEE 9274.1.1 4.2.5). A target that is not known is no fault: it may be on its way, and
 * if it turns out to be a void, readers let it stand.
 */
export async function refuseVoidsOfVoids(
  clickhouse: ClickHouse,
  tenant: string,
  { events, inArray, voids: targets }: StatementBatch,
  rules: RuleSet,
): Promise<void> {
  const ids = targets.filter((target) => target !== null);
  if (ids.length === 0) return;
  const voids = new Set(events.flatMap(({ id }, index) => (targets[index] === null ? [] : [id])));
  for (const slice of slicesByLength(ids)) {
    const params = { ids: slice, source: STATEMENT_SOURCE, voided: VOIDED };
    for (const { id } of await clickhouse.query(storedVoids, tenant, params)) voids.add(id);
  }
  const index = targets.findIndex((target) => target !== null && voids.has(target));
  if (index >= 0) throw refused(inArray ? [index] : [], rules);
}

function refused(at: readonly number[], rules: RuleSet): Problem {
  const reason = 'It names a statement with the verb voided; a void cannot be voided.';
  const clause = rules === '1.0' ? 'xAPI 1.0.3 Data 2.3.2' : 'IEEE 9274.1.1 4.2.5';
  return badRequest(
    reason,
    [{ pointer: jsonPointer([...at, 'object', 'id']), reason, clause }],
    'invalid-statement',
  );
}
