import type { Disclosure, LastingSum } from './cell.ts';
import { lastTable, lastingSum, type Classified, type TableRow } from './classified.ts';
import { Outsider, type HiddenCount } from './outsider.ts';

const EVERY_KIND: LastingSum = { of: () => true, wide: true };

/** Which rows of a table are hidden. */
export type Hidden = ReadonlySet<TableRow>;

/** Counts found to be wide enough; more hidden rows only widen them. */
export type Cleared = Set<string>;

/**
 * The first hidden count that is pinned too closely by what the tables show; null: none is.
 *
 * Too closely means that the greatest and the least value that it may have differ by less than `minimum`, though more rows
 * hidden in the last table would keep them as far apart. Of a count that no hiding would keep so (the whole program has too
 * few of the kind, or an earlier table gave it away) only this much is asked: if it is not 0, it is not known exactly.
 *
 * What the last table shows is taken together, all kinds and all rows of it. What several tables show together is taken for
 * each sum that lasts by itself, as wide as the disclosure asks, or at least not known exactly. Of a row that was shown before no
 * more is asked than that: how it changed since is of those who came since, and they may be few.
 *
 * @param hidden of each table, in the order of moments; rows are still to be hidden in the last alone
 * @param cleared by earlier calls with fewer hidden rows in the last table; added to
 * @throws AuditFailed
 */
export function firstPinned(
  classified: Classified,
  disclosure: Disclosure,
  hidden: readonly Hidden[],
  cleared: Cleared = new Set(),
): HiddenCount | null {
  const upTo = { ...classified, tables: classified.tables.slice(0, hidden.length) };
  const now: View = {
    name: 'now',
    tables: lastTable(upTo),
    disclosure,
    sums: upTo.kinds.map((_, kind) => [kind]),
    hidden: hidden.slice(-1),
    wide: true,
  };
  const overTime = disclosure.lasting.map(({ of, wide }, index): View => ({
    name: `lasting ${index}`,
    tables: lastingSum(upTo, of),
    disclosure: { ...disclosure, sizes: () => false, lasting: [EVERY_KIND] },
    sums: [upTo.kinds.flatMap((kind, place) => (of(kind) ? [place] : []))],
    hidden,
    wide,
  }));
  for (const view of hidden.length > 1 ? [now, ...overTime] : [now]) {
    const pinned = pinnedIn(view, cleared);
    if (pinned !== null) return { ...pinned, kinds: pinned.kinds.flatMap((kind) => view.sums[kind] ?? []) };
  }
  return null;
}

/** Tables to be taken together. */
interface View {
  readonly name: string;
  readonly tables: Classified;
  /** of the kinds of its tables, which kinds they are of the whole */
  readonly sums: readonly (readonly number[])[];
  readonly disclosure: Disclosure;
  readonly hidden: readonly Hidden[];
  /** whether counts must stay wide, and not only unknown */
  readonly wide: boolean;
}

function pinnedIn(view: View, cleared: Cleared): HiddenCount | null {
  const { name, tables, disclosure, hidden } = view;
  const idOf = ({ moment, row, kinds }: HiddenCount) =>
    JSON.stringify([name, moment, row.dimension, row.key, kinds]);
  const counts = hiddenCounts(view).filter((count) => !cleared.has(idOf(count)));
  if (counts.length === 0) return null;
  const last = hidden.length - 1;
  const shown = (moment: number, row: TableRow) => hidden[moment]?.has(row) === false;
  const shownBefore = (moment: number, row: TableRow) => moment < last && shown(moment, row);
  const wasShown = ({ moment, row: { dimension, key } }: HiddenCount) =>
    tables.tables.some(
      ({ rows }, earlier) =>
        earlier < moment &&
        rows.some((row) => row.dimension === dimension && row.key === key && shown(earlier, row)),
    );
  using outsiders = new DisposableStack();
  const outsider = outsiders.use(new Outsider(tables, disclosure, hidden.length, shown));
  let atBest: Outsider | null = null;
  const isPinnedTo = (count: HiddenCount, width: number) => {
    if (outsider.spans(count, width)) return false;
    atBest ??= outsiders.use(new Outsider(tables, disclosure, hidden.length, shownBefore));
    return atBest.spans(count, width);
  };
  for (const count of counts) {
    const { minimum } = disclosure;
    const isWide = view.wide && outsider.total(count) >= minimum && !wasShown(count);
    if (isWide && isPinnedTo(count, minimum)) return count;
    if (outsider.truth(count) > 0 && isPinnedTo(count, 1)) return count;
    cleared.add(idOf(count));
  }
  return null;
}

/** The counts that hidden rows would show: n, and how many are of each kind. */
function hiddenCounts({ tables: { kinds, tables }, disclosure: { sizes }, hidden }: View): HiddenCount[] {
  const n = kinds.flatMap((kind, index) => (sizes(kind) ? [index] : []));
  const published = [n, ...kinds.map((_, index) => [index])].filter((own) => own.length > 0);
  return hidden.flatMap((own, moment) =>
    (tables[moment]?.rows ?? [])
      .filter((row) => own.has(row))
      .flatMap((row) => published.map((kindsOf) => ({ moment, row, kinds: kindsOf }))),
  );
}
