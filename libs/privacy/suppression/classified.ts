import type { Cell, Disclosure, Moment } from './cell.ts';

/** One row of a breakdown at one moment, as indices of the leaves that it sums. */
export interface TableRow {
  readonly dimension: string;
  readonly key: string;
  readonly leaves: readonly number[];
  readonly members: number;
  /** people who are counted as anything */
  readonly counted: number;
  readonly n: number;
}

/** The rows of one classification at one moment. */
export interface ClassifiedTable {
  /** everyone is counted as something: a row that is listed has at least one */
  readonly everyoneCounted: boolean;
  readonly rows: readonly TableRow[];
  /** [leaf][kind] */
  readonly counts: readonly (readonly number[])[];
}

/** The moments of a period by one classification. A leaf is what its dimensions divide people into at the finest. */
export interface Classified {
  readonly kinds: readonly string[];
  readonly leaves: number;
  readonly tables: readonly ClassifiedTable[];
}

/** Order of moments matters, that of cells does not. */
export function classified(
  moments: readonly Moment[],
  dimensions: readonly string[],
  { sizes }: Disclosure,
): Classified {
  const cells = moments.flatMap((moment) => moment.cells);
  const kinds = [...new Set(cells.flatMap(({ counts }) => Object.keys(counts)))].sort();
  const leafKeys = [...new Set(cells.map((cell) => leafKey(cell, dimensions)))].sort();
  const leafOf = new Map(leafKeys.map((key, index) => [key, index]));
  const isSize = kinds.map(sizes);
  const tables = moments.map((moment) => {
    const counts = leafKeys.map(() => kinds.map(() => 0));
    const members = leafKeys.map(() => 0);
    const rows = new Map<string, { dimension: string; key: string; leaves: Set<number> }>();
    for (const cell of moment.cells) {
      if (cell.members === 0) continue;
      const leaf = leafOf.get(leafKey(cell, dimensions)) ?? -1;
      members[leaf] = (members[leaf] ?? 0) + cell.members;
      const own = counts[leaf];
      kinds.forEach((kind, index) => {
        if (own !== undefined) own[index] = (own[index] ?? 0) + (cell.counts[kind] ?? 0);
      });
      for (const dimension of dimensions) {
        const key = cell.rows[dimension] ?? '';
        const id = JSON.stringify([dimensions.indexOf(dimension), key]);
        const row = rows.get(id) ?? { dimension, key, leaves: new Set() };
        rows.set(id, row);
        row.leaves.add(leaf);
      }
    }
    const rowOf = ({ dimension, key, leaves }: { dimension: string; key: string; leaves: Set<number> }) => {
      const sum = (of: (leaf: number) => number) => [...leaves].reduce((total, leaf) => total + of(leaf), 0);
      const people = (leaf: number, counts_: (index: number) => boolean) =>
        (counts[leaf] ?? []).reduce((total, count, index) => total + (counts_(index) ? count : 0), 0);
      return {
        dimension,
        key,
        leaves: [...leaves].sort((a, b) => a - b),
        members: sum((leaf) => members[leaf] ?? 0),
        counted: sum((leaf) => people(leaf, () => true)),
        n: sum((leaf) => people(leaf, (index) => isSize[index] === true)),
      };
    };
    const listed = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => rowOf(row));
    return { rows: listed, counts, everyoneCounted: listed.every((row) => row.counted === row.members) };
  });
  return { kinds, leaves: leafKeys.length, tables };
}

/** The last moment alone. */
export function lastTable(classified: Classified): Classified {
  return { ...classified, tables: classified.tables.slice(-1) };
}

/** One sum of kinds in place of all kinds. */
export function lastingSum(classified: Classified, lasts: (kind: string) => boolean): Classified {
  const { kinds, tables } = classified;
  const own = kinds.map(lasts);
  return {
    ...classified,
    kinds: ['lasting'],
    tables: tables.map(({ rows, counts, everyoneCounted }) => ({
      rows,
      everyoneCounted: everyoneCounted && own.every((is) => is),
      counts: counts.map((leaf) => [
        leaf.reduce((sum, count, kind) => (own[kind] === true ? sum + count : sum), 0),
      ]),
    })),
  };
}

function leafKey({ rows }: Cell, dimensions: readonly string[]): string {
  return JSON.stringify(dimensions.map((dimension) => rows[dimension] ?? ''));
}
