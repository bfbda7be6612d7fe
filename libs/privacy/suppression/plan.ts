import { firstPinned, type Cleared, type Hidden } from './audit.ts';
import type { Disclosure, Moment } from './cell.ts';
import { classified, type Classified, type ClassifiedTable, type TableRow } from './classified.ts';
import type { HiddenCount } from './outsider.ts';
import { primaryRows } from './primary.ts';

/** The keys of the hidden rows, by dimension. */
export type Plan = Readonly<Record<string, ReadonlySet<string>>>;

/**
 * Which rows stay hidden at each of the moments of a period, so that nothing that is shown at any of them pins a hidden count.
 * - Primary: a row whose members, or whose counted people, or whose n are 1 to `minimum - 1`. A row with nobody in it is not
 *   listed at all; one whose members are many and are counted as nothing yet is shown with its zeros.
 *   So is a row that is to be hidden always; of things, only that.
 * - Complementary: while the auditor finds a count pinned too closely, the smallest shown row that could cover it is hidden.
 * A later moment never takes back what an earlier one has shown or hidden: its plan is made with the earlier ones in view, and
 * covers their hidden counts too. At worst everything is hidden.
 *
 * @param moments in time order
 * @returns a plan for each moment, whatever the order of the cells
 * @throws AuditFailed
 */
export function planSuppression(disclosure: Disclosure, moments: readonly Moment[]): Plan[] {
  const plans: Record<string, ReadonlySet<string>>[] = moments.map(() => ({}));
  for (const dimensions of disclosure.classifications) {
    const tables = classified(moments, dimensions, disclosure);
    hiddenRowsOf(tables, disclosure, moments).forEach((hidden, moment) => {
      for (const dimension of dimensions) {
        const keys = [...hidden].filter((row) => row.dimension === dimension).map(({ key }) => key);
        Object.assign(plans[moment] ?? {}, { [dimension]: new Set(keys) });
      }
    });
  }
  return plans;
}

const NOTHING: Hidden = new Set();

function hiddenRowsOf(tables: Classified, disclosure: Disclosure, moments: readonly Moment[]): Hidden[] {
  const hidden: Set<TableRow>[] = [];
  for (const [moment, table] of tables.tables.entries()) {
    const own = new Set(primaryRows(table, disclosure, moments[moment] ?? {}));
    hidden.push(own);
    const cleared: Cleared = new Set();
    for (;;) {
      const pinned = firstPinned(tables, disclosure, hidden, cleared);
      const cover = pinned === null ? null : coverOf(pinned, table, own, hidden.at(-2) ?? NOTHING);
      if (cover === null) break;
      own.add(cover);
    }
  }
  return hidden;
}

/**
 * The row to hide next, so that a count is not pinned: one that adds to what the count is hidden in. Within a shown row around
 * it, a shown part of that, or the row itself; else one of the shown rows that are parts of no shown row. Of those, one that
 * was hidden in the table before (shown now, it would tell what it hid), then the smallest.
 */
function coverOf(
  { row, kinds }: HiddenCount,
  table: ClassifiedTable,
  hidden: Hidden,
  before: Hidden,
): TableRow | null {
  const wasHidden = (one: TableRow) =>
    [...before].some(({ dimension, key }) => dimension === one.dimension && key === one.key);
  const shown = table.rows
    .filter((other) => !hidden.has(other))
    .sort((a, b) => Number(wasHidden(b)) - Number(wasHidden(a)) || bySize(a, b));
  const around = shown.find((other) => contains(other, row));
  const parts = (whole: TableRow) => shown.filter((other) => other !== whole && contains(whole, other));
  const candidates =
    around === undefined
      ? shown.filter((other) => !shown.some((outer) => outer !== other && contains(outer, other)))
      : [...parts(around), around];
  const holding = candidates.find(({ leaves }) =>
    leaves.some((leaf) => kinds.some((kind) => (table.counts[leaf]?.[kind] ?? 0) > 0)),
  );
  return holding ?? candidates[0] ?? shown[0] ?? null;
}

function contains(outer: TableRow, inner: TableRow): boolean {
  return inner.leaves.every((leaf) => outer.leaves.includes(leaf));
}

function bySize(a: TableRow, b: TableRow): number {
  if (a.counted !== b.counted) return a.counted - b.counted;
  if (a.dimension !== b.dimension) return a.dimension < b.dimension ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}
