import type { ClickHouse } from '#clickhouse';
import { badRequest } from '#platform';
import type { Clocks } from '#program';
import { settledInquiry } from '../breakdown/settled.ts';
import type { Store } from '../frame/frame-at.ts';
import { inquire, type Inquiry } from '../inquiry.ts';
import { dimensions, type Dimension } from '../kpi.schema.ts';
import { contextOf } from '../scorecard.ts';
import { askedFigure, type AskedFigure } from './asked-figure.ts';
import { assembleMeasure } from './assemble-measure.ts';
import type { Measure } from './measure.ts';
import type { MeasureJson } from './measure.schema.ts';

/** The resolved clocks, and what to break down by. */
export interface MeasureOptions extends Clocks {
  readonly by?: Dimension | undefined;
  /** the reader may not see people: rows of people as of the last month end. Absent: everything, live */
  readonly withoutPeople?: boolean;
  readonly requestId?: string | undefined;
}

/**
 * A supporting measure of a program at both clocks.
 * @throws UnknownProgram; Problem 400 when the measure has no such breakdown
 */
export async function measureAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  measure: Measure,
  options: MeasureOptions,
): Promise<MeasureJson> {
  const { asOf, knownBy, by = null } = options;
  expectDimension(measure, by);
  const store = { clickhouse, tenant, context: contextOf(options) };
  const ofPeople = measure.reveals !== null;
  const live = await inquire(store, program, { asOf, knownBy }, ofPeople);
  const asked = await askedFigure(measure, live, by);
  const shown =
    options.withoutPeople === true && ofPeople
      ? await withSettledRows(store, measure, live, by, asked)
      : { ...asked, hidden: { ...asked.hidden, whole: false } };
  return assembleMeasure(measure, shown, live.now, by);
}

/** Rows of people for a reader who may not see people, so that two days do not differ by one person; and a note that says so. */
async function withSettledRows(
  store: Store,
  measure: Measure,
  live: Inquiry,
  by: Dimension | null,
  { figure, hidden, rowsAt }: AskedFigure,
): Promise<AskedFigure> {
  const settled = await settledInquiry(store, live, 'month');
  if (settled === null)
    return {
      figure: {
        ...figure,
        rows: [],
        notes: ['Groups are told from the first month end on; to keys with the scope people at any moment.'],
      },
      hidden,
      rowsAt,
    };
  const groups = await askedFigure(measure, settled, by);
  const { rows, notes } = groups.figure;
  const { asOf, knownBy } = settled.now.clocks;
  const dated = `Groups are told as of ${asOf}, as known by ${knownBy}; to keys with the scope people as of the asked moment.`;
  return {
    figure: { ...figure, rows, notes: rows.length === 0 ? notes : [...notes, dated] },
    hidden: { ...groups.hidden, whole: hidden.whole },
    rowsAt: groups.rowsAt,
  };
}

/** @throws Problem 400 that names the dimensions there are */
export function expectDimension(measure: Measure, by: Dimension | null): void {
  if (by === null || measure.dimensions.includes(by)) return;
  const known = dimensions.filter((dimension) => measure.dimensions.includes(dimension));
  const right = known.length === 0 ? 'Ask without by.' : `It can be broken down by ${known.join(', ')}.`;
  throw badRequest(`The measure ${measure.id} is not broken down by ${by}. ${right}`, [
    { pointer: 'by', reason: `Not a breakdown of ${measure.id}.` },
  ]);
}
