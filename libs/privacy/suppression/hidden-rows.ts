import type { Disclosure } from './cell.ts';
import { planSuppression } from './plan.ts';

/** One row of a breakdown whose total is published: how many people stand behind it. */
export interface CountedRow {
  readonly key: string;
  readonly count: number;
  /** how many of them are of each kind, where the kinds are shown too; they add up to `count` */
  readonly parts?: Readonly<Record<string, number>>;
  /** hidden already, whatever its count */
  readonly hidden?: boolean;
}

const ROW = 'row';
const PERSON = 'person';

/**
 * Which rows of a single table stay hidden when its total is shown, by the plan and the auditor of
 * {@link planSuppression}. Empty rows are listed, say nothing about anyone, and stay. The same table always hides the same
 * rows, in whatever order they come.
 *
 * @param minimum people, at least 1; the program file's `privacy.minimumGroup`
 * @returns keys of the hidden rows
 */
export function hiddenRows(rows: readonly CountedRow[], minimum: number): ReadonlySet<string> {
  if (rows.every(({ count, hidden }) => hidden !== true && (count === 0 || count >= minimum)))
    return new Set();
  const disclosure: Disclosure = {
    minimum,
    classifications: [[ROW]],
    sizes: () => true,
    lasting: [],
    always: { [ROW]: new Set(rows.flatMap(({ key, hidden }) => (hidden === true ? [key] : []))) },
  };
  const cells = rows.map(({ key, count, parts }) => ({
    rows: { [ROW]: key },
    members: count,
    counts: parts ?? { [PERSON]: count },
  }));
  const [plan] = planSuppression(disclosure, [{ cells }]);
  return plan?.[ROW] ?? new Set();
}
