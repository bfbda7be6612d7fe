import type { ReportFormat } from '../format/report-format.ts';
import { plural } from '../narrative/words.ts';
import type { Incidents } from '../snapshot/incidents.schema.ts';
import type { Prompts } from '../snapshot/prompts.schema.ts';
import { durationTicks, type Ticks } from './axis-ticks.ts';
import { rowHeight } from './chart-layout.ts';
import type { Chart } from './chart.ts';

/** Each team's first and latest drill; null without a pair. */
export function drillChart(incidents: Incidents, format: ReportFormat, width: number): Chart | null {
  const pairs = incidents.drillPairs;
  if (pairs.length === 0) return null;
  const high = Math.max(60, ...pairs.flatMap(({ before, after }) => [before, after])) * 1.05;
  const faster = pairs.filter(({ before, after }) => after < before).length;
  return pairsChart({
    title: `${format.count(faster)} of ${format.count(pairs.length)} ${plural(pairs.length, 'team')} mitigated faster in the latest drill`,
    rows: pairs.map(({ team, before, after }) => ({ group: team, before, after })),
    print: (seconds) => format.duration(seconds),
    notes: [],
    low: 0,
    high,
    ticks: durationTicks(high, format),
    width,
  });
}

/** Mean score per criterion, baseline against now, on the rubric's 1 to 5; null without a score. */
export function criteriaChart(prompts: Prompts, format: ReportFormat, width: number): Chart | null {
  const rows = prompts.criteria.filter(({ baseline, now }) => baseline !== null || now !== null);
  if (rows.length === 0) return null;
  const lowest = rows
    .filter(({ now }) => now !== null)
    .toSorted((a, b) => (a.now ?? 0) - (b.now ?? 0))
    .at(0);
  const ticks = [1, 2, 3, 4, 5];
  return pairsChart({
    title:
      lowest === undefined
        ? 'Criteria at baseline; none scored since'
        : `Weakest criterion: ${lowest.criterion}`,
    rows: rows.map(({ criterion, baseline, now }) => ({ group: criterion, before: baseline, after: now })),
    print: (score) => format.decimal(score, 1),
    notes: rows.map(({ n }) => `n = ${format.count(n)}`),
    low: 1,
    high: 5,
    ticks: { ticks, labels: ticks.map((tick) => format.count(tick)) },
    width,
  });
}

interface Pairs {
  title: string;
  rows: { group: string; before: number | null; after: number | null }[];
  print(value: number): string;
  notes: string[];
  low: number;
  high: number;
  ticks: Ticks;
  width: number;
}

function pairsChart({ title, rows, print, notes, low, high, ticks, width }: Pairs): Chart {
  const texts = rows.map(({ before, after }, index) => {
    const values = [before, after].map((value) => (value === null ? '\u2013' : print(value))).join(' to ');
    return notes[index] === undefined ? values : `${values}, ${notes[index]}`;
  });
  return {
    spec: 'pairs',
    title,
    description: rows
      .map(({ group }, index) => `${group}: ${texts[index] ?? ''}`)
      .join('; ')
      .concat('.'),
    rows: rows.map(({ before, after }, index) => ({ row: index, before, after, text: texts[index] ?? '' })),
    params: { names: rows.map(({ group }) => group), low, high, ...ticks, labelLimit: width * 0.34 },
    width,
    height: rowHeight(rows.length, 21),
  };
}
