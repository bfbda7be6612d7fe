import type { Disclosure } from './cell.ts';
import type { Classified, TableRow } from './classified.ts';
import { Outsider, type HiddenCount } from './outsider.ts';

/** Which rows of a table are hidden. */
export type Hidden = ReadonlySet<TableRow>;

/**
 * The first hidden count that is pinned too closely by what the tables show together; null: none is.
 *
 * Too closely means that the greatest and the least value that it may have differ by less than `minimum`, though more rows
 * hidden in the last table would keep them as far apart. Of a count that no hiding would keep so (the whole program has too
 * few of the kind, or an earlier table gave it away) only this much is asked: if it may be above 0, it is not known exactly.
 *
 * @param hidden of each table, in the order of moments; rows are still to be hidden in the last alone
 * @throws AuditFailed
 */
export function firstPinned(
  classified: Classified,
  disclosure: Disclosure,
  hidden: readonly Hidden[],
): HiddenCount | null {
  const counts = hiddenCounts(classified, disclosure, hidden);
  if (counts.length === 0) return null;
  const last = hidden.length - 1;
  const shown = (moment: number, row: TableRow) => hidden[moment]?.has(row) === false;
  using outsider = new Outsider(classified, disclosure, hidden.length, shown);
  const close = counts.filter((count) => !outsider.spans(count, disclosure.minimum));
  if (close.length === 0) return null;
  const shownBefore = (moment: number, row: TableRow) => moment < last && shown(moment, row);
  using atBest = new Outsider(classified, disclosure, hidden.length, shownBefore);
  const pinned = close.find((count) => {
    if (atBest.spans(count, disclosure.minimum)) return true;
    const { min, max } = outsider.range(count);
    return max > 0 && min === max && atBest.spans(count, 1);
  });
  return pinned ?? null;
}

/** The counts that hidden rows would show: n, and how many are of each kind. */
function hiddenCounts(
  { kinds, tables }: Classified,
  { sizes }: Disclosure,
  hidden: readonly Hidden[],
): HiddenCount[] {
  const n = kinds.flatMap((kind, index) => (sizes(kind) ? [index] : []));
  const published = [n, ...kinds.map((_, index) => [index])];
  return hidden.flatMap((own, moment) =>
    (tables[moment]?.rows ?? [])
      .filter((row) => own.has(row))
      .flatMap((row) => published.map((kindsOf) => ({ moment, row, kinds: kindsOf }))),
  );
}
