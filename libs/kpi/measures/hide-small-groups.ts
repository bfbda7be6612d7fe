import { hiddenRows, type CountedRow } from '#privacy';
import type { Frame } from '../frame/frame.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from './measure.ts';

/** What of a figure is too small to show. */
export interface HiddenPart {
  readonly whole: boolean;
  readonly rows: ReadonlySet<MeasureRow>;
  /** shown rows beside a hidden one: their details count people by what nobody audits, and stay out */
  readonly withoutDetails: ReadonlySet<MeasureRow>;
}

const NOTHING: HiddenPart = { whole: false, rows: new Set(), withoutDetails: new Set() };

/**
 * The rows of each column are one table with a published total. A measure of too few people is hidden altogether, for its
 * total is a small group itself.
 */
export function hiddenPart(measure: Measure, figure: MeasureFigure, { program, members }: Frame): HiddenPart {
  // Whoever may read rows of people sees them one by one.
  if (measure.reveals === null || measure.scope === 'people') return NOTHING;
  const minimum = program.privacy.minimumGroup[measure.reveals];
  const whole = [peopleOf(figure), members.length].some((people) => people > 0 && people < minimum);
  const columns = Map.groupBy(figure.rows, ({ column }) => column?.key ?? '');
  const tables = [...columns.values()].map((rows) => {
    const byPeople = hiddenRows(
      rows.map((row) => ({ key: row.key, count: peopleOf(row) })),
      minimum,
    );
    const hidesOne = byPeople.size > 0 || rows.some(({ hidden }) => hidden === true);
    const countsOfRow = (row: MeasureRow) => countsOf(row, row.hidden === true || byPeople.has(row.key));
    const byCounts = hidesOne ? hiddenRows(rows.map(countsOfRow), minimum) : byPeople;
    const isHidden = (row: MeasureRow) => whole || row.hidden === true || byCounts.has(row.key);
    return { rows, hidden: rows.filter(isHidden) };
  });
  return {
    whole,
    rows: new Set(tables.flatMap(({ hidden }) => hidden)),
    withoutDetails: new Set(tables.flatMap(({ rows, hidden }) => (hidden.length > 0 ? rows : []))),
  };
}

/** What a share shows of a row: how many there are, and how many of them are what it counts. With the totals both tell of hidden rows. */
function countsOf({ key, n, numerator }: MeasureRow, hidden: boolean): CountedRow {
  const isShare = numerator !== null && Number.isInteger(numerator) && numerator <= n;
  const parts = isShare ? { counted: numerator, others: n - numerator } : { counted: n };
  return { key, count: n, parts, hidden };
}

function peopleOf({ n, people }: MeasureValue): number {
  return people ?? n;
}
