import { ownerOf } from '#program';
import { occurredBy } from './evidence/evidence.ts';
import type { Figure } from './figure.ts';
import { freshnessOf } from './freshness/freshness.ts';
import type { Frame } from './frame/frame.ts';
import type { BreakdownRow, Details, Dimension, Kpi, TrendPoint } from './kpi.schema.ts';
import { planRows, type RowSource } from './breakdown/hidden-rows.ts';
import { suppressedRow, withoutSmallGroups } from './breakdown/suppressed.ts';
import type { GroupFigure, Loaded, Measure, Reading } from './reading.ts';

const MONTH_END =
  'Groups are told as of the last month end; to keys with the scope people as of the asked moment.';
const NOT_YET = 'Groups are told from the first month end on; to keys with the scope people at any moment.';

/** What a KPI is asked for. */
export interface Question {
  readonly now: Frame;
  /** the frames of the trend's points, in time order */
  readonly past: readonly Frame[];
  readonly by: Dimension | null;
  /** for a reader who may not see people: where rows of people come from; null: there are none yet. Absent: everything is live */
  readonly settled?: RowSource | null;
}

/** A KPI as JSON from its loaded facts: the whole, its trend, and its rows with small groups hidden. */
export function assembleKpi(measure: Measure, loaded: Loaded, { now, past, by, settled }: Question): Kpi {
  const reading = loaded.at(now);
  const whole = reading.whole();
  const ofPeople = measure.reveals !== null;
  const live = { loaded, now, past };
  const source = settled === undefined || !ofPeople ? live : settled;
  const kpi = {
    ...common(measure, whole, reading, now),
    trend: past.map((frame) => trendPoint(loaded, frame)),
    breakdown: by === null || source === null ? [] : rowsOf(measure, source, by),
  };
  if (settled === undefined || !ofPeople) return kpi;
  const dated = by === null ? kpi : { ...kpi, details: { ...kpi.details, breakdownAt: momentOf(settled) } };
  const smallPast = past.filter((frame) => isSmall(measure, loaded, frame));
  return withoutSmallGroups(dated, {
    minimum: minimumOf(measure, now),
    whole: isSmall(measure, loaded, now),
    points: new Set(smallPast.map(({ clocks }) => clocks.asOf)),
  });
}

/** Of which moment the rows are. */
function momentOf(source: RowSource | null): Details {
  const { asOf, knownBy } = source?.now.clocks ?? { asOf: null, knownBy: null };
  return { asOf, knownBy, reason: source === null ? NOT_YET : MONTH_END };
}

/** Whether everybody together is a small group. */
function isSmall(measure: Measure, loaded: Loaded, frame: Frame): boolean {
  const { n } = loaded.at(frame).whole();
  return n > 0 && n < minimumOf(measure, frame);
}

function minimumOf({ reveals }: Measure, { program }: Frame): number {
  return reveals === null ? 1 : program.privacy.minimumGroup[reveals];
}

function common(measure: Measure, figure: Figure, reading: Reading, { program, clocks }: Frame) {
  const { definition } = measure;
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

function trendPoint(loaded: Loaded, frame: Frame): TrendPoint {
  const { value, verdict } = loaded.at(frame).whole();
  return { asOf: frame.clocks.asOf, value, status: verdict.status };
}

function rowsOf(measure: Measure, source: RowSource, by: Dimension): BreakdownRow[] {
  const { loaded, now } = source;
  const reading = loaded.at(now);
  const hidden = planRows(measure, source)[by];
  const { period } = reading.whole();
  return reading.by(by).map((group) => {
    const row = rowOf(measure, group, reading, now);
    return hidden?.has(group.key) === true ? suppressedRow(row, period) : row;
  });
}

function rowOf(
  measure: Measure,
  { key, title, figure }: GroupFigure,
  reading: Reading,
  frame: Frame,
): BreakdownRow {
  return { ...common(measure, figure, reading, frame), trend: [], breakdown: [], key, title };
}
