import type { Disclosure, Moment, Plan } from '#privacy';
import { keyOf } from '../breakdown/member-groups.ts';
import { plansOf } from '../breakdown/recent-plans.ts';
import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { MeasureDefinition, MeasureFigure, MeasureRow, MeasureValue } from './measure.ts';

/** What a measure shows at one moment to those who ask for its groups. */
export interface MeasureMoment {
  readonly frame: Frame;
  /** by role where tracks are asked for too: a role has one track */
  readonly figure: MeasureFigure;
  /** what training completion hides at that moment */
  readonly completion: Plan;
}

/** Of the rows of a column, the keys that stay hidden, by dimension. */
export type PlanByColumn = ReadonlyMap<string, Plan>;

/** Rows of something else than groups of learners. */
const OWN = 'own';
const PERSON = 'person';

/**
 * Which rows of a measure stay hidden at the last of some moments. The rows of each column are one table with a published
 * total, and what the moments before it have shown is taken into its plan. First of people, so that no few of them are shown;
 * then of what is counted of them, so that what is shown of the others does not tell it.
 * @param dimensions the one that the figures are by, and what it determines; empty: their rows are of something else
 * @throws AuditFailed
 */
export async function planMeasure(
  { id, reveals }: MeasureDefinition,
  moments: readonly MeasureMoment[],
  dimensions: readonly Dimension[],
): Promise<PlanByColumn> {
  const program = moments.at(-1)?.frame.program;
  if (program === undefined || reveals === null) return new Map();
  const disclosure: Disclosure = {
    minimum: program.privacy.minimumGroup[reveals],
    classifications: [dimensions.length === 0 ? [OWN] : dimensions],
    sizes: () => true,
    lasting: [{ of: () => true, wide: true }],
  };
  const ofThings: Disclosure = {
    ...disclosure,
    of: 'things',
    lasting: [() => true, isCounted, isOther].map((of) => ({ of, wide: false })),
  };
  const columns = new Set(moments.flatMap(({ figure }) => figure.rows.map(columnOf)));
  const plans = [...columns].map(async (column) => {
    const tables = moments.map((moment) => tableOf(moment, column, dimensions));
    const people = await plansOf(
      `people of ${id}`,
      disclosure,
      tables.map((rows) => momentOf(rows, ({ row }) => ({ [PERSON]: peopleOf(row) }))),
    );
    const things = await plansOf(
      `things of ${id}`,
      ofThings,
      tables.map((rows, moment) => ({
        ...momentOf(rows, ({ row }) => partsOf(row)),
        always: people[moment] ?? {},
      })),
    );
    return [column, things.at(-1) ?? {}] as const;
  });
  return new Map(await Promise.all(plans));
}

/** Whether a plan hides a row. @param dimension null: rows are of something else than groups */
export function hidesRow(plans: PlanByColumn, row: MeasureRow, dimension: Dimension | null): boolean {
  return row.hidden === true || plans.get(columnOf(row))?.[dimension ?? OWN]?.has(row.key) === true;
}

/** The people whom a value tells of. */
export function peopleOf({ n, people }: MeasureValue): number {
  return people ?? n;
}

export function columnOf({ column }: MeasureRow): string {
  return column?.key ?? '';
}

interface PlannedRow {
  readonly row: MeasureRow;
  /** its key in each dimension */
  readonly keys: Readonly<Record<string, string>>;
  /** the dimensions in which it is hidden in any case */
  readonly hiddenIn: readonly string[];
}

function tableOf(
  { frame, figure, completion }: MeasureMoment,
  column: string,
  dimensions: readonly Dimension[],
): PlannedRow[] {
  const [own, ...determined] = dimensions;
  const someone = new Map(
    frame.members.map((member) => [own === undefined ? '' : keyOf(member, own), member]),
  );
  return figure.rows
    .filter((row) => columnOf(row) === column)
    .map((row) => {
      const member = someone.get(row.key);
      const keys: Record<string, string> = { [own ?? OWN]: row.key };
      for (const dimension of determined)
        keys[dimension] = member === undefined ? row.key : keyOf(member, dimension);
      const hidden = Object.entries(keys).filter(
        ([dimension, key]) => completion[dimension]?.has(key) === true,
      );
      const byItself = row.hidden === true ? [own ?? OWN] : [];
      return { row, keys, hiddenIn: [...hidden.map(([dimension]) => dimension), ...byItself] };
    });
}

function momentOf(
  rows: readonly PlannedRow[],
  countsOf: (row: PlannedRow) => Readonly<Record<string, number>>,
): Moment {
  const always: Record<string, Set<string>> = {};
  for (const { keys, hiddenIn } of rows)
    for (const dimension of hiddenIn) (always[dimension] ??= new Set()).add(keys[dimension] ?? '');
  const cells = rows.map((row) => {
    const counts = countsOf(row);
    return {
      rows: row.keys,
      members: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
    };
  });
  return { cells, always };
}

const COUNTED = 'counted';
const OTHER = 'other';
const isCounted = (kind: string) => kind === COUNTED;
const isOther = (kind: string) => kind === OTHER;

/** What a share shows of a row: how many are what it counts, and how many are not. With the totals both tell of hidden rows. */
function partsOf({ n, numerator }: MeasureRow): Record<string, number> {
  const isShare = numerator !== null && Number.isInteger(numerator) && numerator >= 0 && numerator <= n;
  return isShare ? { [COUNTED]: numerator, [OTHER]: n - numerator } : { [COUNTED]: n };
}
