import type { Case } from './scenarios.ts';
import type { Tally } from './tally.ts';
import { sizes } from './study.ts';

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
}

/** How often a change was seen, at each size. */
export interface Power {
  readonly kpi: string;
  readonly setting: string;
  readonly effect: string;
  readonly seen: readonly number[];
}

export interface Coverage extends Row {
  readonly mean: number;
  readonly least: number;
  readonly where: string;
  /** share of programs whose interval lies wholly above the truth */
  readonly above: number;
  readonly below: number;
  /** share of programs without an interval */
  readonly none: number;
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
}

type Told = Case & { readonly tally: Tally };

export function findingsOf(cases: readonly Case[], tallies: ReadonlyMap<string, Tally>): Findings {
  const told = cases.flatMap((one): Told[] => {
    const tally = tallies.get(one.id);
    return tally ? [{ ...one, tally }] : [];
  });
  const ofKind = (kind: string) => told.filter(({ scenario }) => scenario.kind === kind);
  return {
    falseClaims: perKpi(ofKind('nothing')).map(falseClaimsOf),
    power: [...Map.groupBy(ofKind('change'), nameOf).values()].flatMap(powerOf),
    coverage: coverageOf(told),
    facts: perKpi(ofKind('fact')).map(factOf),
  };
}

function perKpi(told: readonly Told[]): [Row, Told[]][] {
  const kpis = [...new Set(told.map(({ scenario }) => scenario.kpi))];
  return kpis.flatMap((kpi) =>
    sizes.flatMap((n): [Row, Told[]][] => {
      const own = told.filter((one) => one.scenario.kpi === kpi && one.n === n);
      return own.length > 0 ? [[{ kpi, n }, own]] : [];
    }),
  );
}

function falseClaimsOf([row, own]: [Row, readonly Told[]]): FalseClaims {
  const shares = own.map(({ scenario, tally }) => ({
    share: tally.better / tally.programs,
    where: `${scenario.setting}, ${scenario.effect}`,
  }));
  const worst = shares.reduce((a, b) => (b.share > a.share ? b : a));
  return {
    ...row,
    mean: meanOf(shares.map(({ share }) => share)),
    largest: worst.share,
    where: worst.where,
    cannot: meanOf(own.map(({ tally }) => tally.cannot / tally.programs)),
  };
}

function powerOf(own: readonly Told[]): Power[] {
  const [first] = own;
  if (first === undefined) return [];
  const { kpi, setting, effect } = first.scenario;
  return [{ kpi, setting, effect, seen: own.map(({ tally }) => tally.better / tally.programs) }];
}

function factOf([row, own]: [Row, readonly Told[]]): Fact {
  return {
    ...row,
    met: meanOf(own.map(({ tally }) => tally.better / tally.programs)),
    certain: meanOf(own.map(({ tally }) => tally.certain / tally.programs)),
  };
}

/** Facts of closed cohorts have the intervals of the open ones, and are not counted twice. */
function coverageOf(told: readonly Told[]): Coverage[] {
  const parts = told
    .filter(({ scenario }) => scenario.kind !== 'fact')
    .flatMap(({ scenario, n, tally }) =>
      Object.entries(tally.intervals).map(([kpi, sides]) => {
        const made = Math.max(1, tally.programs - sides.none);
        const where = `${scenario.setting}, ${scenario.effect}`;
        return {
          kpi,
          n,
          where,
          programs: tally.programs,
          none: sides.none,
          holds: sides.holds / made,
          above: sides.above / made,
          below: sides.below / made,
        };
      }),
    );
  return [...new Set(parts.map(({ kpi }) => kpi))].flatMap((kpi) =>
    sizes.flatMap((n): Coverage[] => {
      const own = parts.filter((part) => part.kpi === kpi && part.n === n);
      const usable = own.filter(({ none, programs }) => none < programs);
      const [first] = usable;
      if (first === undefined) return [];
      const worst = usable.reduce((a, b) => (b.holds < a.holds ? b : a), first);
      return [
        {
          kpi,
          n,
          mean: meanOf(usable.map(({ holds }) => holds)),
          least: worst.holds,
          where: worst.where,
          above: meanOf(usable.map(({ above }) => above)),
          below: meanOf(usable.map(({ below }) => below)),
          none: meanOf(own.map(({ none, programs }) => none / programs)),
        },
      ];
    }),
  );
}

const nameOf = ({ scenario }: Told): string => [scenario.kpi, scenario.setting, scenario.effect].join(' / ');

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
