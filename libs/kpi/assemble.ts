import { ownerOf, type Program } from '#program';
import type { Figure } from './figure.ts';
import { freshnessOf } from './freshness/freshness.ts';
import type { Frame } from './frame/frame.ts';
import type { BreakdownRow, Details, Dimension, Kpi } from './kpi.schema.ts';
import type { RowSource } from './breakdown/hidden-rows.ts';
import { suppressedRow, withoutDetails, withoutSmallGroups } from './breakdown/suppressed.ts';
import type { GroupFigure, KpiLoader, Reading } from './reading.ts';
import type { PastFigure } from './trend/trend.ts';

const MONTH_END =
  'Groups are told as of the last month end; to keys with the scope people as of the asked moment.';
const NOT_YET = 'Groups are told from the first month end on; to keys with the scope people at any moment.';

/** What a KPI is asked for. */
export interface Question {
  readonly live: RowSource;
  /** in time order */
  readonly trend: readonly PastFigure[];
  readonly by: Dimension | null;
  /** for a reader who may not see people: where rows of people come from; null: there are none yet. Absent: everything is live */
  readonly settled?: RowSource | null;
  /** keys of the rows that stay hidden */
  readonly hidden: ReadonlySet<string>;
}

/** A KPI as JSON from its loaded facts: the whole, its trend, and its rows with small groups hidden. */
export function assembleKpi(loader: KpiLoader, { live, trend, by, settled, hidden }: Question): Kpi {
  const { frame, loaded } = live.now;
  const reading = loaded.at(frame);
  const whole = reading.whole();
  const ofPeople = loader.reveals !== null;
  const source = settled === undefined || !ofPeople ? live : settled;
  const kpi = {
    ...common(loader, whole, reading, frame),
    trend: trend.map(({ point }) => point),
    breakdown: by === null || source === null ? [] : rowsOf(loader, source, by, hidden),
  };
  if (settled === undefined || !ofPeople) return kpi;
  const dated = by === null ? kpi : { ...kpi, details: { ...kpi.details, breakdownAt: momentOf(settled) } };
  const smallPast = trend.filter(({ n, people, program }) => isSmall(loader, [n, people], program));
  return withoutSmallGroups(dated, {
    minimum: minimumOf(loader, frame.program),
    whole: isSmall(loader, [whole.n, frame.members.length], frame.program),
    points: new Set(smallPast.map(({ point }) => point.asOf)),
  });
}

/** Of which moment the rows are. */
function momentOf(source: RowSource | null): Details {
  const { asOf, knownBy } = source?.now.frame.clocks ?? { asOf: null, knownBy: null };
  return { asOf, knownBy, reason: source === null ? NOT_YET : MONTH_END };
}

/** Whether everybody together is a small group: those who are counted, or all who ever enrolled, excluded ones too. */
function isSmall(loader: KpiLoader, counts: readonly number[], program: Program): boolean {
  return counts.some((people) => people > 0 && people < minimumOf(loader, program));
}

function minimumOf({ reveals }: KpiLoader, program: Program): number {
  return reveals === null ? 1 : program.privacy.minimumGroup[reveals];
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
    freshness: freshnessOf(reading.feed, clocks.asOf),
  };
}

function rowsOf(
  loader: KpiLoader,
  source: RowSource,
  by: Dimension,
  hidden: ReadonlySet<string>,
): BreakdownRow[] {
  const { frame, loaded } = source.now;
  const reading = loaded.at(frame);
  const { period } = reading.whole();
  const rows = reading.by(by).map((group) => rowOf(loader, group, reading, frame));
  const hidesOne = rows.some(({ key }) => hidden.has(key));
  return rows.map((row) => {
    if (hidden.has(row.key)) return suppressedRow(row, period);
    return hidesOne ? withoutDetails(row, loader.unaudited) : row;
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
