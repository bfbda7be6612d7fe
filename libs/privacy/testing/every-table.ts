import type { Cell, Disclosure, Moment } from '../suppression/cell.ts';
import type { Plan } from '../suppression/plan.ts';

/** The least and greatest value of every count of a hidden row, by `moment dimension key count`. */
export type Extremes = ReadonlyMap<string, { readonly min: number; readonly max: number }>;

type Counts = readonly Readonly<Record<string, number>>[];

/**
 * The auditor done the slow way, and of its own: every assignment of whole numbers to the cells of the full
 * cross-classification is tried, and those are kept that give what is published. For tiny programs alone.
 *
 * @param places the cells that an outsider thinks possible: the same at each moment
 */
export function everyTable(
  disclosure: Disclosure,
  moments: readonly Moment[],
  plans: readonly Plan[],
  places: readonly Cell['rows'][],
): Extremes {
  const kinds = [
    ...new Set(moments.flatMap(({ cells }) => cells.flatMap(({ counts }) => Object.keys(counts)))),
  ].sort();
  const extremes = new Map<string, { min: number; max: number }>();
  const possible = moments.map((moment, index) => possibleTables(moment, plans[index] ?? {}, places, kinds));
  const walk = (chosen: readonly Counts[]): void => {
    const next = possible[chosen.length];
    if (next === undefined) {
      chosen.forEach((counts, index) => note(extremes, counts, index));
      return;
    }
    const before = chosen.at(-1);
    for (const counts of next) {
      if (before === undefined || lasts(before, counts)) walk([...chosen, counts]);
    }
  };
  const lasts = (before: Counts, now: Counts) =>
    disclosure.lasting.every(({ of }) =>
      places.every((_, place) => {
        const sum = (counts: Counts) =>
          kinds.filter(of).reduce((total, kind) => total + (counts[place]?.[kind] ?? 0), 0);
        return sum(now) >= sum(before);
      }),
    );
  const note = (into: typeof extremes, counts: Counts, moment: number) => {
    for (const [dimension, keys] of Object.entries(plans[moment] ?? {}))
      for (const key of keys)
        for (const [name, of] of [
          ['n', kinds.filter(disclosure.sizes)],
          ...kinds.map((kind) => [kind, [kind]] as const),
        ] as const) {
          const value = rowSum(counts, places, dimension, key, of);
          const id = JSON.stringify([moment, dimension, key, name]);
          const known = into.get(id) ?? { min: value, max: value };
          into.set(id, { min: Math.min(known.min, value), max: Math.max(known.max, value) });
        }
  };
  walk([]);
  return extremes;
}

function possibleTables(
  { cells }: Moment,
  plan: Plan,
  places: readonly Cell['rows'][],
  kinds: readonly string[],
): Counts[] {
  const total = (kind: string) => cells.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0);
  const people = cells.filter(({ members }) => members > 0);
  const rows = new Map(
    people.flatMap(({ rows }) =>
      Object.entries(rows).map(([dimension, key]) => [JSON.stringify([dimension, key]), { dimension, key }]),
    ),
  );
  const everyoneCounted = people.every(
    ({ members, counts }) => members === Object.values(counts).reduce((sum, count) => sum + count, 0),
  );
  const published = (counts: Counts, kind: string) =>
    places.every((place, index) =>
      Object.entries(place).every(
        ([dimension, key]) =>
          rows.has(JSON.stringify([dimension, key])) || (counts[index]?.[kind] ?? 0) === 0,
      ),
    ) &&
    [...rows.values()].every(
      ({ dimension, key }) =>
        plan[dimension]?.has(key) === true ||
        rowSum(counts, places, dimension, key, [kind]) ===
          cells.reduce((sum, cell) => sum + (cell.rows[dimension] === key ? (cell.counts[kind] ?? 0) : 0), 0),
    );
  let tables: Counts[] = [places.map(() => ({}))];
  for (const kind of kinds) {
    const ofKind = compositions(total(kind), places.length)
      .map((values): Counts => values.map((value) => ({ [kind]: value })))
      .filter((counts) => published(counts, kind));
    tables = tables.flatMap((counts) =>
      ofKind.map((more) => counts.map((own, index) => ({ ...own, ...more[index] }))),
    );
  }
  return tables.filter(
    (counts) =>
      !everyoneCounted ||
      [...rows.values()].every(({ dimension, key }) => rowSum(counts, places, dimension, key, kinds) > 0),
  );
}

function rowSum(
  counts: Counts,
  places: readonly Cell['rows'][],
  dimension: string,
  key: string,
  kinds: readonly string[],
): number {
  return places.reduce(
    (sum, place, index) =>
      place[dimension] === key
        ? sum + kinds.reduce((own, kind) => own + (counts[index]?.[kind] ?? 0), 0)
        : sum,
    0,
  );
}

/** Every way to write a total as that many counts. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) =>
    compositions(total - first, parts - 1).map((rest) => [first, ...rest]),
  ).flat();
}
