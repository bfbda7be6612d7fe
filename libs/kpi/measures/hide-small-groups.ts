import { hiddenRows } from '#privacy';
import type { Frame } from '../frame/frame.ts';
import type { Measure, MeasureFigure, MeasureRow, MeasureValue } from './measure.ts';

/** What of a figure is too small to show. */
export interface HiddenPart {
  readonly whole: boolean;
  readonly rows: ReadonlySet<MeasureRow>;
}

const NOTHING: HiddenPart = { whole: false, rows: new Set() };

/**
 * The rows of each column are one table with a published total. A measure of too few people is hidden altogether, for its
 * total is a small group itself.
 */
export function hiddenPart(measure: Measure, figure: MeasureFigure, { program }: Frame): HiddenPart {
  // Whoever may read rows of people sees them one by one.
  if (measure.reveals === null || measure.scope === 'people') return NOTHING;
  const minimum = program.privacy.minimumGroup[measure.reveals];
  const people = peopleOf(figure);
  const whole = people > 0 && people < minimum;
  const columns = Map.groupBy(figure.rows, ({ column }) => column?.key ?? '');
  const small = [...columns.values()].flatMap((rows) => {
    const keys = hiddenRows(
      rows.map((row) => ({ key: row.key, count: peopleOf(row) })),
      minimum,
    );
    return rows.filter((row) => whole || row.hidden === true || keys.has(row.key));
  });
  return { whole, rows: new Set(small) };
}

function peopleOf({ n, people }: MeasureValue): number {
  return people ?? n;
}
