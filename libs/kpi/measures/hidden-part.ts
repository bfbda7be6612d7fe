import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import { columnOf, columnTotalled, peopleOf, planMeasure, type MeasureMoment } from './hide-small-groups.ts';
import type { MeasureDefinition, MeasureFigure, MeasureRow } from './measure.ts';

/** What of a figure is too small to show. */
export interface HiddenPart {
  /** the measure tells of too few people, or the program has too few: its total is a small group itself */
  readonly whole: boolean;
  readonly rows: ReadonlySet<MeasureRow>;
  /** shown rows beside a hidden one: their details count people by what nobody audits, and stay out */
  readonly withoutDetails: ReadonlySet<MeasureRow>;
}

export const NOTHING_HIDDEN: HiddenPart = { whole: false, rows: new Set(), withoutDetails: new Set() };

/** Whether a measure tells of groups of people. Whoever may read rows of people sees them one by one. */
export function tellsOfGroups({ reveals, scope }: MeasureDefinition): boolean {
  return reveals !== null && scope !== 'people';
}

/**
 * What of a figure stays hidden.
 * @param asked at the last of the moments
 * @param moments the month ends before too, in time order: with figures by `finestOf` what is asked
 * @throws AuditFailed
 */
export async function hiddenPart(
  measure: MeasureDefinition,
  asked: MeasureFigure,
  moments: readonly MeasureMoment[],
  by: Dimension | null,
): Promise<HiddenPart> {
  const now = moments.at(-1);
  if (!tellsOfGroups(measure) || now === undefined) return NOTHING_HIDDEN;
  const dimensions = dimensionsOf(measure, by);
  const dimension = by ?? measure.rowsOf ?? null;
  const hides = (await planMeasure(measure, moments, { by, dimensions })).at(-1);
  const alsoHidden = dimension === null ? undefined : now.completion[dimension];
  const isHiddenHere = (row: MeasureRow) =>
    alsoHidden?.has(row.key) === true || hides?.(row, dimension) === true;
  const isNested = measure.nestedColumns === true && by !== null;
  const groups = new Set(isNested ? asked.rows.filter(isHiddenHere).map(({ key }) => key) : []);
  const isHidden = (row: MeasureRow) => isHiddenHere(row) || groups.has(row.key);
  const tables = [...Map.groupBy(asked.rows, columnOf).values()].map((rows) => ({
    rows,
    hidden: rows.filter(isHidden),
  }));
  return {
    whole: isSmallWhole(measure, asked, now.frame),
    rows: new Set(tables.flatMap(({ hidden }) => hidden)),
    withoutDetails: new Set(tables.flatMap(({ rows, hidden }) => (hidden.length > 0 ? rows : []))),
  };
}

/** The breakdown by which a plan is made: roles and tracks have one, for a role has one track. */
export function finestOf(measure: MeasureDefinition, by: Dimension | null): Dimension | null {
  return by === null ? null : (dimensionsOf(measure, by)[0] ?? by);
}

/**
 * The columns of a breakdown whose total is a hidden row of the measure itself, at each of some moments.
 * @param moments with the measure's own rows
 */
export async function hiddenColumns(
  measure: MeasureDefinition,
  moments: readonly MeasureMoment[],
): Promise<readonly ReadonlySet<string>[]> {
  const plans = await planMeasure(measure, moments, { by: null, dimensions: dimensionsOf(measure, null) });
  return moments.map(
    ({ figure }, moment) =>
      new Set(
        figure.rows
          .filter((row) => plans[moment]?.(row, measure.rowsOf ?? null) === true)
          .map(columnTotalled),
      ),
  );
}

const NESTED = ['role', 'track'] as const;

function dimensionsOf({ dimensions, rowsOf }: MeasureDefinition, by: Dimension | null): readonly Dimension[] {
  if (by === null) return rowsOf === undefined ? [] : [rowsOf];
  const isNested = NESTED.some((one) => one === by) && NESTED.every((one) => dimensions.includes(one));
  return isNested ? NESTED : [by];
}

function isSmallWhole(
  { reveals }: MeasureDefinition,
  figure: MeasureFigure,
  { program, members }: Frame,
): boolean {
  if (reveals === null) return false;
  const minimum = program.privacy.minimumGroup[reveals];
  return [peopleOf(figure), members.length].some((people) => people > 0 && people < minimum);
}
