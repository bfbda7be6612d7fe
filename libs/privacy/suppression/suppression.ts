/** One row of a breakdown whose total is published: how many people stand behind it. */
export interface CountedRow {
  readonly key: string;
  readonly count: number;
}

/**
 * Which rows of a table stay hidden when its total is shown, so that no hidden count can be worked out from the rest.
 * - Primary: every row with 1 to `minimum - 1` people.
 * - Complementary, to a fixed point: while the hidden rows together hold fewer than `minimum` people, or only one row
 *   is hidden (its count is the total less the shown ones), the smallest shown row that holds anyone is hidden too.
 * Empty rows say nothing about anyone and stay. Rows of equal size are taken in the order of their keys, so that the
 * same table always hides the same rows.
 *
 * @param minimum people, at least 1; the program file's `privacy.minimumGroup`
 * @returns keys of the hidden rows
 */
export function hiddenRows(rows: readonly CountedRow[], minimum: number): ReadonlySet<string> {
  const hidden = new Set<string>();
  let people = 0;
  for (const row of rows) {
    if (row.count > 0 && row.count < minimum) {
      hidden.add(row.key);
      people += row.count;
    }
  }
  if (hidden.size === 0) return hidden;
  const candidates = rows.filter((row) => row.count > 0 && !hidden.has(row.key)).sort(bySizeThenKey);
  for (const row of candidates) {
    if (hidden.size > 1 && people >= minimum) break;
    hidden.add(row.key);
    people += row.count;
  }
  return hidden;
}

function bySizeThenKey(a: CountedRow, b: CountedRow): number {
  if (a.count !== b.count) return a.count - b.count;
  return a.key < b.key ? -1 : 1;
}
