import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import { columnOf, hidesRow, peopleOf, planMeasure, type MeasureMoment } from './hide-small-groups.ts';
import type { MeasureDefinition, MeasureFigure, MeasureRow } from './measure.ts';

/** What of a figure is too small to show. */
export interface HiddenPart {
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
  const plans = await planMeasure(measure, moments, dimensionsOf(measure, by));
  const dimension = by ?? measure.rowsOf ?? null;
  const alsoHidden = dimension === null ? undefined : now.completion[dimension];
  const whole = isSmallWhole(measure, asked, now.frame);
  const isHidden = (row: MeasureRow) =>
    whole || alsoHidden?.has(row.key) === true || hidesRow(plans, row, dimension);
  const tables = [...Map.groupBy(asked.rows, columnOf).values()].map((rows) => ({
    rows,
    hidden: rows.filter(isHidden),
  }));
  return {
    whole,
    rows: new Set(tables.flatMap(({ hidden }) => hidden)),
    withoutDetails: new Set(tables.flatMap(({ rows, hidden }) => (hidden.length > 0 ? rows : []))),
  };
}

/** The breakdown by which a plan is made: roles and tracks have one, for a role has one track. */
export function finestOf(measure: MeasureDefinition, by: Dimension | null): Dimension | null {
  return by === null ? null : (dimensionsOf(measure, by)[0] ?? by);
}

const NESTED = ['role', 'track'] as const;

function dimensionsOf({ dimensions, rowsOf }: MeasureDefinition, by: Dimension | null): readonly Dimension[] {
  if (by === null) return rowsOf === undefined ? [] : [rowsOf];
  const isNested = NESTED.some((one) => one === by) && NESTED.every((one) => dimensions.includes(one));
  return isNested ? NESTED : [by];
}

/** A measure of too few people is hidden altogether, for its total is a small group itself. */
function isSmallWhole(
  { reveals }: MeasureDefinition,
  figure: MeasureFigure,
  { program, members }: Frame,
): boolean {
  if (reveals === null) return false;
  const minimum = program.privacy.minimumGroup[reveals];
  return [peopleOf(figure), members.length].some((people) => people > 0 && people < minimum);
}
