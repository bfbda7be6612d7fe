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
  /** of a breakdown in columns: those whose total is hidden */
  readonly hiddenColumns?: ReadonlySet<string>;
}

/** Whether a row of one of the planned dimensions stays hidden; null: of something else than groups. */
export type HidesRow = (row: MeasureRow, dimension: Dimension | null) => boolean;

/** Rows of something else than groups of learners. */
const OWN = 'own';
/** The one table of all rows, whatever their columns. */
const ALL = '';

/**
 * Which rows of a measure stay hidden at each of some moments, each with those before it in view.
 *
 * What is published decides what is one table: the rows of the measure itself add up to its headline over all columns; of a
 * breakdown each column adds up to a row of the measure. A group is small by the people behind it; audited is what is shown of
 * the others, how many there are and of a share how many of them count, for with the totals that tells of the hidden ones.
 * @param by what the figures are by; null: nothing, the rows are the measure's own
 * @param dimensions those of the rows: the one they are by, and what it determines
 * @throws AuditFailed
 */
export async function planMeasure(
  { id, reveals }: MeasureDefinition,
  moments: readonly MeasureMoment[],
  { by, dimensions }: { readonly by: Dimension | null; readonly dimensions: readonly Dimension[] },
): Promise<readonly HidesRow[]> {
  const program = moments.at(-1)?.frame.program;
  if (program === undefined || reveals === null) return moments.map(() => () => false);
  const minimum = program.privacy.minimumGroup[reveals];
  const tableOf = (row: MeasureRow) => (by === null ? ALL : columnOf(row));
  const keyIn = (row: MeasureRow) => (by === null ? JSON.stringify([columnOf(row), row.key]) : row.key);
  const all = moments.flatMap(({ figure }) => figure.rows);
  const disclosure: Disclosure = {
    minimum,
    of: 'things',
    classifications: [dimensions.length === 0 ? [OWN] : dimensions],
    sizes: () => true,
    lasting: [
      { of: () => true, wide: all.every((row) => peopleOf(row) === row.n) },
      { of: isCounted, wide: false },
      { of: isOther, wide: false },
    ],
  };
  const plans = [...new Set(all.map(tableOf))].map(async (table) => {
    const tables = moments.map((moment) =>
      momentOf(
        moment.figure.rows.filter((row) => tableOf(row) === table),
        moment,
        {
          dimensions,
          minimum,
          keyIn,
        },
      ),
    );
    return [table, await plansOf(id, disclosure, tables)] as const;
  });
  const byTable = new Map(await Promise.all(plans));
  return moments.map(
    (_, moment) => (row, dimension) =>
      row.hidden === true ||
      byTable.get(tableOf(row))?.[moment]?.[dimension ?? OWN]?.has(keyIn(row)) === true,
  );
}

/** The column of a breakdown that a row of the measure itself is the total of. */
export function columnTotalled({ key, column }: MeasureRow): string {
  return column === null ? key : `${key} ${column.key}`;
}

/** The people whom a value tells of. */
export function peopleOf({ n, people }: MeasureValue): number {
  return people ?? n;
}

export function columnOf({ column }: MeasureRow): string {
  return column?.key ?? '';
}

interface Planned {
  readonly dimensions: readonly Dimension[];
  readonly minimum: number;
  readonly keyIn: (row: MeasureRow) => string;
}

function momentOf(
  rows: readonly MeasureRow[],
  { frame, completion, hiddenColumns }: MeasureMoment,
  { dimensions, minimum, keyIn }: Planned,
): Moment {
  const [own, ...determined] = dimensions;
  const someone = new Map(
    frame.members.map((member) => [own === undefined ? '' : keyOf(member, own), member]),
  );
  const always: Record<string, Set<string>> = {};
  const hide = (dimension: string, key: string) => (always[dimension] ??= new Set()).add(key);
  const cells = rows.map((row) => {
    const member = someone.get(row.key);
    const keys: Record<string, string> = { [own ?? OWN]: keyIn(row) };
    for (const dimension of determined)
      keys[dimension] = member === undefined ? row.key : keyOf(member, dimension);
    const people = peopleOf(row);
    const isHidden =
      row.hidden === true ||
      (people > 0 && people < minimum) ||
      hiddenColumns?.has(columnOf(row)) === true ||
      (own !== undefined && completion[own]?.has(row.key) === true);
    if (isHidden) hide(own ?? OWN, keyIn(row));
    for (const dimension of determined) {
      const key = keys[dimension] ?? '';
      if (completion[dimension]?.has(key) === true) hide(dimension, key);
    }
    const counts = partsOf(row);
    return { rows: keys, members: row.n, counts };
  });
  return { cells, always };
}

const COUNTED = 'counted';
const OTHER = 'other';
const isCounted = (kind: string) => kind === COUNTED;
const isOther = (kind: string) => kind === OTHER;

/** What a share shows of a row: how many are what it counts, and how many are not. */
function partsOf({ n, numerator }: MeasureRow): Record<string, number> {
  const isShare = numerator !== null && Number.isInteger(numerator) && numerator >= 0 && numerator <= n;
  return isShare ? { [COUNTED]: numerator, [OTHER]: n - numerator } : { [COUNTED]: n };
}
