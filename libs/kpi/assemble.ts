import { ownerOf } from '#program';
import { hiddenRows } from '#privacy';
import { occurredBy } from './evidence/evidence.ts';
import type { Figure } from './figure.ts';
import { freshnessOf } from './freshness/freshness.ts';
import type { Frame } from './frame/frame.ts';
import type { BreakdownRow, Dimension, Kpi, TrendPoint } from './kpi.schema.ts';
import type { GroupFigure, Loaded, KpiLoader, Reading } from './reading.ts';

/** What a KPI is asked for. */
export interface Question {
  readonly now: Frame;
  /** in time order */
  readonly trend: readonly TrendPoint[];
  readonly by: Dimension | null;
}

/** A KPI as JSON from its loaded facts: the whole, its trend, and its rows with small groups hidden. */
export function assembleKpi(loader: KpiLoader, loaded: Loaded, { now, trend, by }: Question): Kpi {
  const reading = loaded.at(now);
  const whole = reading.whole();
  return {
    ...common(loader, whole, reading, now),
    trend: [...trend],
    breakdown: by === null ? [] : rowsOf(loader, reading.by(by), whole, reading, now),
  };
}

function common(loader: KpiLoader, figure: Figure, reading: Reading, { program, clocks }: Frame) {
  const { definition } = loader;
  const { verdict, evidence: _, ...numbers } = figure;
  const cohorts = program.cohorts.map(({ id }) => id);
  const [onlyCohort] = cohorts;
  return {
    kpi: definition.id,
    title: definition.title,
    owner: ownerOf(program, definition.id),
    definitionVersion: definition.definitionVersion,
    program: program.program.id,
    cohort: cohorts.length === 1 && onlyCohort !== undefined ? onlyCohort : 'all',
    unit: definition.unit,
    direction: definition.direction,
    asOf: clocks.asOf,
    knownBy: clocks.knownBy,
    ...numbers,
    ...verdict,
    reasons: [...verdict.reasons],
    suppressed: false,
    freshness: freshnessOf(occurredBy(reading.feed, clocks.asOf)),
  };
}

function rowsOf(
  loader: KpiLoader,
  groups: readonly GroupFigure[],
  whole: Figure,
  reading: Reading,
  frame: Frame,
): BreakdownRow[] {
  const hidden = hiddenGroups(loader, groups, frame);
  return groups.map((group) => {
    const row = rowOf(loader, group, reading, frame);
    return hidden.has(group.key) ? suppressed(row, whole.period) : row;
  });
}

function rowOf(
  loader: KpiLoader,
  { key, title, figure }: GroupFigure,
  reading: Reading,
  frame: Frame,
): BreakdownRow {
  return { ...common(loader, figure, reading, frame), trend: [], breakdown: [], key, title };
}

/** Keys of the rows whose people are too few to show. */
export function hiddenGroups(
  loader: KpiLoader,
  groups: readonly GroupFigure[],
  { program }: Frame,
): ReadonlySet<string> {
  if (loader.reveals === null) return new Set();
  return hiddenRows(
    groups.map(({ key, figure }) => ({ key, count: figure.n })),
    program.privacy.minimumGroup[loader.reveals],
  );
}

/** A row whose group is too small to show: its name and nothing that says anything of its people. */
function suppressed(row: BreakdownRow, period: Kpi['period']): BreakdownRow {
  return {
    ...row,
    // that of the whole: the group's own would tell when its few people began
    period,
    value: null,
    numerator: null,
    denominator: null,
    n: null,
    interval: null,
    baseline: null,
    status: 'cannot-say',
    result: 'open',
    confidence: 'none',
    reasons: ['Hidden to protect the people in small groups.'],
    excluded: {},
    unmatched: null,
    censored: null,
    suppressed: true,
    details: {},
  };
}
