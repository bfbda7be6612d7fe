import type { Disclosure, Moment } from './cell.ts';
import { classified, type ClassifiedTable, type TableRow } from './classified.ts';

/**
 * The rows of a table that are hidden for what they are, whatever is shown beside them: those whose members, or whose counted
 * people, or whose n are 1 to `minimum - 1` (of things: none), and those that are hidden in any case.
 */
export function primaryRows(
  { rows }: ClassifiedTable,
  { minimum, of = 'people' }: Disclosure,
  { always = {} }: Pick<Moment, 'always'>,
): TableRow[] {
  return rows.filter(
    (row) => (of === 'people' && isSmall(row, minimum)) || always[row.dimension]?.has(row.key) === true,
  );
}

/** Whether no row has to be hidden at any moment, so that there is nothing to cover either. */
export function hidesNothing(disclosure: Disclosure, moments: readonly Moment[]): boolean {
  return disclosure.classifications.every((dimensions) =>
    classified(moments, dimensions, disclosure).tables.every(
      (table, moment) => primaryRows(table, disclosure, moments[moment] ?? {}).length === 0,
    ),
  );
}

function isSmall({ members, counted, n }: TableRow, minimum: number): boolean {
  return [members, counted, n].some((people) => people > 0 && people < minimum);
}
