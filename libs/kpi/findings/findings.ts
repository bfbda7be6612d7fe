import type { ClickHouse } from '#clickhouse';
import { programAt, programIds, unknownProgram, type Clocks } from '#program';
import { evidenceAt } from '../evidence/evidence-at.ts';
import type { KpiId } from '../kpi.schema.ts';
import { kindOf } from '../evidence/evidence.ts';
import { cmi5Findings } from './cmi5-findings.ts';
import { statementDeviations } from './deviations.query.ts';
import { faultyParts, type Finding } from './finding.schema.ts';

/** The KPIs that set events aside; the others take what intake let through. */
const SETTING_ASIDE: readonly KpiId[] = [
  'training-completion',
  'skills-gain',
  'incident-response',
  'governance-coverage',
];
const LARGEST_READ = 1000;

/**
 * What events of a tenant contradict: those that KPIs set aside, by program, KPI and kind, with how many and the latest of them
 * as an example; what statements of lenient keys have that is not of the standard; and what breaks a rule of cmi5. Of one KPI and part at most a thousand events are looked at for their kinds.
 * @throws Problem 404 for a program that was never defined
 */
export async function findingsAt(
  clickhouse: ClickHouse,
  tenant: string,
  clocks: Clocks,
  options: { readonly program?: string | undefined; readonly requestId?: string } = {},
): Promise<Finding[]> {
  const findings: Finding[] =
    options.program === undefined
      ? [
          ...(await statementDeviations(clickhouse, tenant, clocks.knownBy)),
          ...(await cmi5Findings(clickhouse, tenant, clocks.knownBy, options.requestId)),
        ]
      : [];
  const known = await programIds(clickhouse, tenant, clocks.knownBy);
  const { program: asked } = options;
  if (asked !== undefined && !known.includes(asked)) throw unknownProgram(asked, known);
  for (const program of asked === undefined ? known : [asked]) {
    if ((await programAt(clickhouse, tenant, program, clocks)) === null) continue;
    for (const kpi of SETTING_ASIDE)
      for (const part of faultyParts) {
        const page = { ...clocks, part, limit: LARGEST_READ, requestId: options.requestId };
        const { entries, counts } = await evidenceAt(clickhouse, tenant, program, kpi, page);
        const kinds = Map.groupBy(entries, kindOf);
        for (const [kind, found] of kinds) {
          const latest = found.reduce((one, other) => (one.recordedAt > other.recordedAt ? one : other));
          // Of one kind alone the count is that of the part, however many were looked at.
          const count = kinds.size === 1 ? (counts[part] ?? found.length) : found.length;
          const { source, id, occurredAt, recordedAt } = latest;
          findings.push({ kind, part, program, kpi, count, example: { source, id, occurredAt, recordedAt } });
        }
      }
  }
  return findings.sort((a, b) => b.count - a.count);
}
