import { coveragePromise, falseClaimsPromise, type Kept } from './promises.ts';
import type { Case } from './scenarios.ts';
import type { Tally } from './tally.ts';

export interface Row {
  readonly kpi: string;
  readonly n: number;
}

/** How often a KPI said better although nothing had changed. */
export interface FalseClaims extends Row {
  readonly mean: number;
  readonly largest: number;
  readonly where: string;
  readonly cannot: number;
  /** judged by the largest */
  readonly promise: Kept;
}

/** How often a change was seen, at each size. */
export interface Power {
  readonly kpi: string;
  readonly setting: string;
  readonly effect: string;
  readonly seen: readonly { readonly n: number; readonly share: number }[];
}

export interface Coverage extends Row {
  /** null: no program had the interval */
  readonly mean: number | null;
  readonly least: number | null;
  readonly where: string;
  /** share of programs whose interval lies wholly above the truth */
  readonly above: number;
  readonly below: number;
  /** share of programs without an interval */
  readonly none: number;
  /** null: nothing to judge, or a method that no KPI shows */
  readonly promise: Kept | null;
}

/** A closed cohort whose chances lie exactly at the target. */
export interface Fact extends Row {
  readonly met: number;
  readonly certain: number;
}

export interface Findings {
  readonly falseClaims: readonly FalseClaims[];
  readonly power: readonly Power[];
  readonly coverage: readonly Coverage[];
  readonly facts: readonly Fact[];
  /** in words: an empty list is what the command must end with */
  readonly broken: readonly string[];
}

type Told = Case & { readonly tally: Tally };

export function findingsOf(cases: readonly Case[], tallies: ReadonlyMap<string, Tally>): Findings {
  const told = cases.flatMap((one): Told[] => {
    const tally = tallies.get(one.id);
    return tally ? [{ ...one, tally }] : [];
  });
  const ofKind = (kind: string) => told.filter(({ scenario }) => scenario.kind === kind);
  const falseClaims = perKpi(ofKind('nothing')).map(falseClaimsOf);
  const coverage = coverageOf(told);
  return {
    falseClaims,
    power: [...Map.groupBy(ofKind('change'), nameOf).values()].flatMap(powerOf),
    coverage,
    facts: perKpi(ofKind('fact')).map(factOf),
    broken: [
      ...falseClaims
        .filter(({ promise }) => promise === 'broken')
        .map(({ kpi, n, where }) => `${kpi} claims too much at n = ${n}: ${where}.`),
      ...coverage
        .filter(({ promise }) => promise === 'broken')
        .map(({ kpi, n }) => `The interval "${kpi}" is too narrow at n = ${n}.`),
    ],
  };
}

/** The sizes of some cases, ascending. */
export function sizesIn(rows: readonly { readonly n: number }[]): number[] {
  return [...new Set(rows.map(({ n }) => n))].sort((a, b) => a - b);
}

function perKpi(told: readonly Told[]): [Row, Told[]][] {
  const kpis = [...new Set(told.map(({ scenario }) => scenario.kpi))];
  return kpis.flatMap((kpi) =>
    sizesIn(told).flatMap((n): [Row, Told[]][] => {
      const own = told.filter((one) => one.scenario.kpi === kpi && one.n === n);
      return own.length > 0 ? [[{ kpi, n }, own]] : [];
    }),
  );
}

function falseClaimsOf([row, own]: [Row, readonly Told[]]): FalseClaims {
  const shares = own.map(({ scenario, tally }) => ({
    share: tally.better / tally.programs,
    promise: falseClaimsPromise(tally.better, tally.programs),
    where: `${scenario.setting}, ${scenario.effect}`,
  }));
  const worst = shares.reduce((a, b) => (b.share > a.share ? b : a));
  return {
    ...row,
    mean: meanOf(shares.map(({ share }) => share)),
    largest: worst.share,
    where: worst.where,
    cannot: meanOf(own.map(({ tally }) => tally.cannot / tally.programs)),
    promise: worst.promise,
  };
}

function powerOf(own: readonly Told[]): Power[] {
  const [first] = own;
  if (first === undefined) return [];
  const { kpi, setting, effect } = first.scenario;
  const seen = own.map(({ n, tally }) => ({ n, share: tally.better / tally.programs }));
  return [{ kpi, setting, effect, seen }];
}

function factOf([row, own]: [Row, readonly Told[]]): Fact {
  return {
    ...row,
    met: meanOf(own.map(({ tally }) => tally.better / tally.programs)),
    certain: meanOf(own.map(({ tally }) => tally.certain / tally.programs)),
  };
}

/** Intervals of methods that no KPI shows are tabulated under this name, and are no promise. */
const UNSHOWN = 'statistics, ';

/** Facts of closed cohorts have the intervals of the open ones, and are not counted twice. */
function coverageOf(told: readonly Told[]): Coverage[] {
  const parts = told
    .filter(({ scenario }) => scenario.kind !== 'fact')
    .flatMap(({ scenario, n, tally }) =>
      Object.entries(tally.intervals).map(([kpi, sides]) => {
        const { programs } = tally;
        const made = programs - sides.none;
        const share = (count: number) => (made === 0 ? 0 : count / made);
        const [holds, above, below] = [share(sides.holds), share(sides.above), share(sides.below)];
        const where = `${scenario.setting}, ${scenario.effect}`;
        return { kpi, n, where, made, holds, above, below, none: sides.none / programs };
      }),
    );
  return [...new Set(parts.map(({ kpi }) => kpi))].flatMap((kpi) => {
    const rows = parts.filter((part) => part.kpi === kpi);
    return sizesIn(rows).map((n) => coverageAt(kpi, n, rows));
  });
}

/** A setting in which fewer programs than a tenth have the interval tells how many do. */
const RARE = 0.9;

interface Part extends Row {
  readonly where: string;
  /** programs that had the interval */
  readonly made: number;
  readonly holds: number;
  readonly above: number;
  readonly below: number;
  readonly none: number;
}

function coverageAt(kpi: string, n: number, parts: readonly Part[]): Coverage {
  const own = parts.filter((part) => part.n === n);
  const none = meanOf(own.map((part) => part.none));
  const usable = own.filter(({ made }) => made > 0);
  const [first] = usable;
  if (first === undefined)
    return { kpi, n, mean: null, least: null, where: '', above: 0, below: 0, none, promise: null };
  const worst = usable.reduce((a, b) => (b.holds < a.holds ? b : a), first);
  // Weighed by the programs that have the interval: one that is hardly ever shown hardly counts.
  const made = usable.reduce((sum, part) => sum + part.made, 0);
  const pooled = (value: (part: Part) => number) =>
    usable.reduce((sum, part) => sum + part.made * value(part), 0) / made;
  const mean = pooled(({ holds }) => holds);
  const standardError = Math.sqrt(pooled(({ holds }) => holds * (1 - holds)) / made);
  return {
    kpi,
    n,
    mean,
    least: worst.holds,
    where: worst.none > RARE ? `${worst.where} (${worst.made} programs)` : worst.where,
    above: pooled(({ above }) => above),
    below: pooled(({ below }) => below),
    none,
    promise: kpi.startsWith(UNSHOWN) ? null : coveragePromise(mean, standardError),
  };
}

const nameOf = ({ scenario }: Told): string => [scenario.kpi, scenario.setting, scenario.effect].join(' / ');

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
