import { reportSnapshotSchema, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';

type Change = NonNullable<ReportSnapshot['previous']>['changes'][number];

/**
 * What an edition says otherwise than the one before it, KPI by KPI: values, and counts that moved while the value stood.
 * @param before the stored snapshot, as JSON
 */
export function changesBetween(before: string, now: ReportSnapshot): Change[] {
  const earlier = reportSnapshotSchema.parse(JSON.parse(before));
  return now.kpis.flatMap((kpi) => {
    const old = earlier.kpis.find((other) => other.kpi === kpi.kpi);
    if (!old) return [];
    if (old.definitionVersion !== kpi.definitionVersion) {
      const why = `Computed by definition ${kpi.definitionVersion}; before it was ${old.definitionVersion}.`;
      return [{ kpi: kpi.kpi, before: old.value, after: kpi.value, why }];
    }
    const reasons = [
      ...difference('n', old.n, kpi.n),
      ...difference('numerator', old.numerator, kpi.numerator),
      ...difference('denominator', old.denominator, kpi.denominator),
      ...difference('excluded', total(old.excluded), total(kpi.excluded)),
      ...difference('unmatched', old.unmatched, kpi.unmatched),
      ...difference('still open', old.censored, kpi.censored),
      ...(old.status === kpi.status ? [] : [`status ${old.status} to ${kpi.status}`]),
    ];
    if (old.value === kpi.value && reasons.length === 0) return [];
    const why = `Events recorded after ${earlier.knownBy.slice(0, 10)}: ${reasons.length > 0 ? reasons.join(', ') : 'the value moved'}.`;
    return [{ kpi: kpi.kpi, before: old.value, after: kpi.value, why }];
  });
}

function difference(name: string, before: number | null, after: number | null): string[] {
  if (before === after) return [];
  const show = (value: number | null) => (value === null ? 'none' : String(Math.round(value * 1000) / 1000));
  return [`${name} ${show(before)} to ${show(after)}`];
}

function total(counts: Readonly<Record<string, number | null>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
