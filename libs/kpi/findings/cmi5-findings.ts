import type { ClickHouse } from '#clickhouse';
import type { Instant } from '#platform';
import { reviewCmi5 } from '../cmi5/cmi5-review.ts';
import { CMI5_RULES } from '../cmi5/cmi5-rules.ts';
import { cmi5Facts } from '../cmi5/cmi5-statements.query.ts';
import type { Finding } from './finding.schema.ts';

/** Statements that break a rule of cmi5, by rule, whatever program knows their activity. */
export async function cmi5Findings(
  clickhouse: ClickHouse,
  tenant: string,
  knownBy: Instant,
  requestId?: string,
): Promise<Finding[]> {
  const context = requestId === undefined ? {} : { requestId };
  const facts = await cmi5Facts.recall(clickhouse, tenant, {}, knownBy, context);
  const byRule = Map.groupBy(reviewCmi5(facts).violations(), ({ rule }) => rule);
  return [...byRule].map(([rule, found]) => {
    const { statement } = found.reduce((one, other) =>
      one.statement.recordedAt > other.statement.recordedAt ? one : other,
    );
    const { source, id, occurredAt, recordedAt, registration, activity, session } = statement;
    return {
      kind: rule,
      part: 'cmi5',
      program: null,
      kpi: null,
      count: found.length,
      example: { source, id, occurredAt, recordedAt },
      cmi5: { ...CMI5_RULES[rule], registration, activity, session },
    };
  });
}
