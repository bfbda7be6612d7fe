import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';

type Input = ReportSnapshotInput['incidents'];
type Curve = NonNullable<Input['survival']['now']>;
type Logged = Input['log'][number];

const baseline = [
  2_100, 3_000, 4_500, 5_400, 6_900, 7_800, 8_340, 9_600, 12_000, 13_800, 18_000, 21_600, 30_000, 43_200,
];
const now = [1_500, 2_700, 3_900, 4_800, 5_580, 9_000, 14_400];
const stillOpen = [10_800, 36_000];
const drills = [1_200, 1_800, 2_400, 2_700, 3_300, 4_200];

/** Product-limit steps over mitigated times, with open ones leaving the risk set. */
export function curveOf(mitigated: readonly number[], open: readonly number[] = []): Curve {
  let share = 1;
  const steps = mitigated
    .toSorted((a, b) => a - b)
    .map((seconds, index) => {
      const atRisk = mitigated.length - index + open.filter((time) => time >= seconds).length;
      share *= 1 - 1 / atRisk;
      return { seconds, share: Math.max(0, share) };
    });
  return {
    n: mitigated.length + open.length,
    open: open.length,
    steps: [{ seconds: 0, share: 1 }, ...steps],
    censoredAt: [...open],
  };
}

export function goodIncidents(): Input {
  const log = [
    ...baseline.map((seconds, index) => logged('baseline', 100 + index, seconds, false)),
    ...now.map((seconds, index) => logged('now', 140 + index, seconds, false)),
    ...stillOpen.map((seconds, index) => logged('now', 150 + index, seconds, true)),
    ...drills.map((seconds, index) => logged('drill', 900 + index, seconds, false)),
  ];
  const real = log
    .filter(({ window }) => window === 'now')
    .map(({ incident, severity, team, detectedAt, seconds, open }) => ({
      incident,
      severity,
      team,
      detectedAt,
      seconds,
      open,
    }));
  return {
    survival: { baseline: curveOf(baseline), now: curveOf(now, stillOpen), drills: curveOf(drills) },
    log,
    drillPairs: ['Payments', 'Claims', 'Platform', 'Search', 'Fraud', 'Advice'].map((team, index) => ({
      team,
      before: 3_600 + index * 600,
      after: index === 4 ? 6_600 : 1_500 + index * 420,
    })),
    open: real.filter(({ open }) => open),
    longest: real.toSorted((a, b) => b.seconds - a.seconds).slice(0, 6),
    evaluation: { releases: 23, evaluated: 19 },
  };
}

function logged(window: Logged['window'], number: number, seconds: number, open: boolean): Logged {
  return {
    incident: `INC-${number}`,
    severity: ['sev2', 'sev3', 'sev1'][number % 3] ?? 'sev3',
    team: ['Payments', 'Claims', 'Platform', 'Search'][number % 4] ?? null,
    detectedAt: `2026-10-${String(1 + (number % 28)).padStart(2, '0')}T09:00:00Z`,
    seconds,
    open,
    window,
  };
}
