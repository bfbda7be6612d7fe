import type { KpiId } from '#kpi';
import { ReportFormat } from '../format/report-format.ts';
import { statusWord } from '../narrative/status-words.ts';
import type { KpiView } from '../snapshot/kpi-view.ts';
import { reportSnapshotSchema, type ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';

type Change = NonNullable<ReportSnapshot['previous']>['changes'][number];

/** What a KPI's parts are called in a sentence, and to how many digits they are told. */
const parts: Readonly<Record<KpiId, Readonly<Record<'n' | 'numerator' | 'denominator', Part | null>>>> = {
  'training-completion': {
    n: { name: 'learners', digits: 0 },
    numerator: { name: 'complete', digits: 0 },
    denominator: null,
  },
  'skills-gain': {
    n: { name: 'learners matched', digits: 0 },
    numerator: { name: 'mean score after', digits: 1 },
    denominator: { name: 'mean score before', digits: 1 },
  },
  'prompt-consistency': {
    n: { name: 'prompts', digits: 0 },
    numerator: { name: 'points of spread between repeated runs', digits: 2, of: Math.sqrt },
    denominator: { name: 'points of spread at baseline', digits: 2, of: Math.sqrt },
  },
  'incident-response': { n: { name: 'incidents', digits: 0 }, numerator: null, denominator: null },
  'governance-coverage': {
    n: { name: 'high-risk cases', digits: 0 },
    numerator: { name: 'covered', digits: 0 },
    denominator: null,
  },
};

interface Part {
  readonly name: string;
  readonly digits: number;
  /** What is told instead of the part itself: of a variance, its root. */
  readonly of?: (value: number) => number;
}

/** What is read of an earlier edition; what else it holds may have had another form then. */
const earlierEdition = reportSnapshotSchema.pick({ knownBy: true, kpis: true });

/**
 * What an edition says otherwise than the one before it, KPI by KPI: values, and counts that moved while the value stood.
 * @param before the stored snapshot, as JSON
 */
export function changesBetween(before: string, now: ReportSnapshot): Change[] {
  const earlier = earlierEdition.parse(JSON.parse(before));
  const format = new ReportFormat(now.program);
  return now.kpis.flatMap((kpi) => {
    const old = earlier.kpis.find((other) => other.kpi === kpi.kpi);
    if (!old) return [];
    const change = { kpi: kpi.kpi, before: old.value, after: kpi.value };
    if (old.definitionVersion !== kpi.definitionVersion)
      return [
        {
          ...change,
          why: `Computed by definition ${kpi.definitionVersion}; before it was ${old.definitionVersion}.`,
        },
      ];
    const moved = differences(old, kpi, format);
    if (old.value === kpi.value && moved.length === 0) return [];
    const what = moved.length > 0 ? moved.join('; ') : 'small corrections';
    return [{ ...change, why: `Recorded since: ${what}.` }];
  });
}

function differences(old: KpiView, now: KpiView, format: ReportFormat): string[] {
  const named = parts[now.kpi];
  const told = (part: 'n' | 'numerator' | 'denominator') =>
    named[part] === null ? [] : difference(named[part], old[part], now[part], format);
  const count = (name: string, before: number | null, after: number | null) =>
    difference({ name, digits: 0 }, before, after, format);
  return [
    ...(old.status === now.status
      ? []
      : [`now ${statusWord(now.status)} (${statusWord(old.status)} before)`]),
    ...told('n'),
    ...told('numerator'),
    ...told('denominator'),
    ...count('excluded', total(old.excluded), total(now.excluded)),
    ...count('unmatched', old.unmatched, now.unmatched),
    ...count('still open', old.censored, now.censored),
  ];
}

/** `97 complete (95 before)`; nothing where both print alike. */
function difference(
  { name, digits, of = (value) => value }: Part,
  before: number | null,
  after: number | null,
  format: ReportFormat,
): string[] {
  const show = (value: number | null) => (value === null ? 'none' : format.decimal(of(value), digits));
  return show(before) === show(after) ? [] : [`${show(after)} ${name} (${show(before)} before)`];
}

function total(counts: Readonly<Record<string, number | null>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
