import { CountRanges, type KnownSum, type Range } from '../audit/count-ranges.ts';
import type { Disclosure } from './cell.ts';
import type { Classified, TableRow } from './classified.ts';

/** A count of a hidden row: of its n, or of one kind. */
export interface HiddenCount {
  readonly moment: number;
  readonly row: TableRow;
  /** indices of kinds */
  readonly kinds: readonly number[];
}

/** What somebody knows who has seen the shown rows of every moment, and all totals. */
export class Outsider implements Disposable {
  private readonly classified: Classified;
  private readonly unknowns = new Map<number, number>();
  private readonly ranges: CountRanges;

  /** @param shown whether a row is shown at a moment */
  constructor(
    classified: Classified,
    disclosure: Disclosure,
    moments: number,
    shown: (moment: number, row: TableRow) => boolean,
  ) {
    this.classified = classified;
    const truth: number[] = [];
    for (let moment = 0; moment < moments; moment += 1) {
      for (const leaf of this.hiddenLeaves(moment, shown))
        classified.kinds.forEach((_, kind) => {
          this.unknowns.set(this.place(moment, leaf, kind), truth.length);
          truth.push(this.count(moment, leaf, kind));
        });
    }
    const sums: KnownSum[] = [];
    for (let moment = 0; moment < moments; moment += 1) {
      sums.push(...this.published(moment, shown));
      if (moment > 0) sums.push(...this.lasting(moment, disclosure));
    }
    this.ranges = new CountRanges(truth, sums);
  }

  /** The least and the greatest that a count may be. @throws AuditFailed */
  range({ moment, row, kinds }: HiddenCount): Range {
    const { unknowns, known } = this.split(moment, row.leaves, kinds);
    const { min, max } = this.ranges.range(unknowns);
    return { min: min + known, max: max + known };
  }

  /** Whether a count may lie anywhere in a range of that width. @throws AuditFailed */
  spans({ moment, row, kinds }: HiddenCount, width: number): boolean {
    return this.ranges.spans(this.split(moment, row.leaves, kinds).unknowns, width);
  }

  /** What the count really is. */
  truth({ moment, row, kinds }: HiddenCount): number {
    return row.leaves.reduce((sum, leaf) => sum + this.ofLeaf(moment, leaf, kinds), 0);
  }

  /** What the count is in the whole program: its published total. */
  total({ moment, kinds }: HiddenCount): number {
    const { tables } = this.classified;
    return (tables[moment]?.counts ?? []).reduce(
      (sum, leaf) => sum + kinds.reduce((own, kind) => own + (leaf[kind] ?? 0), 0),
      0,
    );
  }

  [Symbol.dispose](): void {
    this.ranges[Symbol.dispose]();
  }

  /** Leaves that have people and are no shown row by themselves. */
  private hiddenLeaves(moment: number, shown: (moment: number, row: TableRow) => boolean): number[] {
    const rows = this.classified.tables[moment]?.rows ?? [];
    const listed = new Set(rows.flatMap(({ leaves }) => leaves));
    for (const row of rows) {
      const [only, ...others] = row.leaves;
      if (only !== undefined && others.length === 0 && shown(moment, row)) listed.delete(only);
    }
    return [...listed].sort((a, b) => a - b);
  }

  private published(moment: number, shown: (moment: number, row: TableRow) => boolean): KnownSum[] {
    const table = this.classified.tables[moment];
    if (table === undefined) return [];
    const everyKind = this.classified.kinds.map((_, kind) => kind);
    const everybody = Array.from({ length: this.classified.leaves }, (_, leaf) => leaf);
    const shownRows = table.rows.filter((row) => row.leaves.length > 1 && shown(moment, row));
    const sums = [everybody, ...shownRows.map(({ leaves }) => leaves)].flatMap((leaves) =>
      everyKind.map((kind) => {
        const { unknowns } = this.split(moment, leaves, [kind]);
        const sum = unknowns.length === 0 ? 0 : this.unknownSum(moment, leaves, kind);
        return { unknowns, low: sum, high: sum };
      }),
    );
    const listed = table.rows
      .filter((row) => table.everyoneCounted && !shown(moment, row))
      .map(({ leaves }) => this.split(moment, leaves, everyKind))
      .map(({ unknowns, known }) => ({ unknowns, low: 1 - known, high: Infinity }));
    return [...sums, ...listed].filter(({ unknowns }) => unknowns.length > 0);
  }

  /** What the people of a leaf had already, they still have: where it is true, an outsider may take it for granted. */
  private lasting(moment: number, { lasting }: Disclosure): KnownSum[] {
    return lasting.flatMap(({ of }) => {
      const kinds = this.classified.kinds.flatMap((name, kind) => (of(name) ? [kind] : []));
      return Array.from({ length: this.classified.leaves }, (_, leaf) => {
        const now = this.split(moment, [leaf], kinds);
        const before = this.split(moment - 1, [leaf], kinds);
        const holds = this.ofLeaf(moment, leaf, kinds) >= this.ofLeaf(moment - 1, leaf, kinds);
        if (!holds || now.unknowns.length + before.unknowns.length === 0) return [];
        return [
          {
            unknowns: now.unknowns,
            less: before.unknowns,
            low: before.known - now.known,
            high: Infinity,
          },
        ];
      }).flat();
    });
  }

  private split(moment: number, leaves: readonly number[], kinds: readonly number[]) {
    const unknowns: number[] = [];
    let known = 0;
    for (const leaf of leaves)
      for (const kind of kinds) {
        const unknown = this.unknowns.get(this.place(moment, leaf, kind));
        if (unknown === undefined) known += this.count(moment, leaf, kind);
        else unknowns.push(unknown);
      }
    return { unknowns, known };
  }

  private unknownSum(moment: number, leaves: readonly number[], kind: number): number {
    return leaves.reduce(
      (sum, leaf) =>
        this.unknowns.has(this.place(moment, leaf, kind)) ? sum + this.count(moment, leaf, kind) : sum,
      0,
    );
  }

  private ofLeaf(moment: number, leaf: number, kinds: readonly number[]): number {
    return kinds.reduce((sum, kind) => sum + this.count(moment, leaf, kind), 0);
  }

  private count(moment: number, leaf: number, kind: number): number {
    return this.classified.tables[moment]?.counts[leaf]?.[kind] ?? 0;
  }

  private place(moment: number, leaf: number, kind: number): number {
    return (moment * this.classified.leaves + leaf) * this.classified.kinds.length + kind;
  }
}
