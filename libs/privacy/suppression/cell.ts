/** The people who share a row in every dimension, and how many of them are counted as what. */
export interface Cell {
  /** key of the row, by dimension */
  readonly rows: Readonly<Record<string, string>>;
  /** everybody, counted as something or not */
  readonly members: number;
  /** by kind; nobody is of two kinds */
  readonly counts: Readonly<Record<string, number>>;
}

/** The breakdowns of one moment; its totals are published whatever is hidden. */
export interface Moment {
  readonly cells: readonly Cell[];
  /** keys of the rows, by dimension, that are hidden in any case: another answer hides them */
  readonly always?: Readonly<Record<string, ReadonlySet<string>>>;
}

/** One person as a breakdown counts them; `kind` null: counted as nothing that is published. */
export interface CountedPerson {
  readonly rows: Readonly<Record<string, string>>;
  readonly kind: string | null;
}

/** How one statistic is published, and what anybody may take for granted about it. */
export interface Disclosure {
  /** k: the people that a row needs to be shown, and the narrowest range that a hidden count may be pinned to */
  readonly minimum: number;
  /**
   * The dimensions, those together of which one determines the other (a role has one track). Others are free of each
   * other: with any two sets of rows of equal totals there are people who give both, so neither tells of the other.
   */
  readonly classifications: readonly (readonly string[])[];
  /** whether a kind is of the row's n */
  readonly sizes: (kind: string) => boolean;
  /** sums of kinds that only grow while people stay in their rows: what later moments tell of earlier ones */
  readonly lasting: readonly LastingSum[];
  /**
   * What is counted: of `people` a few are hidden. Absent, it is people; of `things` (answers, artefacts) none is hidden for being
   * few, but what is hidden always, and what would tell of that.
   */
  readonly of?: 'people' | 'things';
}

export interface LastingSum {
  readonly of: (kind: string) => boolean;
  /** it must stay as wide as a count of one moment; else it is enough that it is not known exactly */
  readonly wide: boolean;
}

export function cellsOf(people: Iterable<CountedPerson>): Cell[] {
  const cells = new Map<string, { rows: Cell['rows']; members: number; counts: Record<string, number> }>();
  for (const { rows, kind } of people) {
    const key = JSON.stringify(Object.entries(rows).sort());
    const cell = cells.get(key) ?? { rows, members: 0, counts: {} };
    cells.set(key, cell);
    cell.members += 1;
    if (kind !== null) cell.counts[kind] = (cell.counts[kind] ?? 0) + 1;
  }
  return [...cells.values()];
}
