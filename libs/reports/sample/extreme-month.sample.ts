import type { ReportSnapshotInput } from '../snapshot/report-snapshot.schema.ts';
import { goodMonth } from './good-month.sample.ts';
import { curveOf } from './incidents.sample.ts';
import { gainRow, shareRow } from './kpi.sample.ts';

const LONG =
  'Gesamtverantwortliche für Modellbetrieb, Überwachung & Störungsbehebung im Konzernrechenzentrum Nordost';
const HOSTILE = '</style><script>alert(1)</script>"\'{x}\\';

/** Long, foreign and hostile labels, values at their limits, lists longer than any page. */
export function extremeMonth(document: ReportSnapshotInput['document'] = 'executive'): ReportSnapshotInput {
  const month = goodMonth(document);
  const roles = [
    LONG,
    HOSTILE,
    'Модельные операторы',
    'Διαχειριστές',
    'Kỹ sư nhắc lệnh',
    ...Array.from({ length: 9 }, (_, index) => `Role ${index + 1}`),
  ];
  const many = <T>(row: T, count: number): T[] => Array.from({ length: count }, () => row);
  return {
    ...month,
    program: { ...month.program, title: `${LONG} ${HOSTILE}`, locale: 'fr-FR', timeZone: 'Asia/Kolkata' },
    cohort: { id: 'all', title: LONG, learners: 1_234_567 },
    runId: '0190f3c4-9a12-7c3e-b1f0-5d6e7f8091a2',
    kpis: month.kpis.map((kpi) => {
      const named = { ...kpi, owner: LONG };
      switch (kpi.kpi) {
        case 'training-completion':
          return {
            ...named,
            value: 0.84996,
            numerator: 1_049_332,
            denominator: 1_234_567,
            n: 1_234_567,
            status: 'missed' as const,
            breakdown: roles.map((title, index) => shareRow(`r${index}`, title, index * 3, 40, index)),
            excluded: { 'left-company': 99_999, [LONG]: 5, 'long-leave': 12_345 },
          };
        case 'skills-gain':
          return {
            ...named,
            value: 12.5,
            numerator: 100,
            denominator: 0.4,
            n: 1_234_567,
            interval: { low: -0.99, high: 40, level: 0.95, method: LONG },
            breakdown: roles.map((title, index) => gainRow(`r${index}`, title, 1 + index, 100 - index, 900)),
          };
        case 'prompt-consistency':
          return {
            ...named,
            value: -3.4,
            interval: { low: -9, high: 0.2, level: 0.95, method: 'bootstrap' },
            status: 'worsened' as const,
          };
        case 'incident-response':
          return {
            ...named,
            value: 8_640_000,
            interval: { low: 0, high: 31_536_000, level: 0.95, method: 'km' },
            baseline: { value: 1, n: 1, period: null },
            status: 'worsened' as const,
          };
        case 'governance-coverage':
          return {
            ...named,
            value: 0,
            numerator: 0,
            denominator: 4_000,
            n: 4_000,
            interval: { low: 0, high: 0, level: 0.95, method: 'wilson' },
            status: 'missed' as const,
          };
      }
      return named;
    }),
    decisions: many(
      { ask: `${LONG} ${LONG}`, why: `${LONG} ${LONG} ${LONG}`, owner: LONG, by: '2026-12-31' },
      3,
    ),
    staleSources: many({ source: `https://lms.example.org/${LONG}`, lastEventAt: '2026-01-01T00:00:00Z' }, 9),
    byTrack: { 'skills-gain': roles.map((title, index) => gainRow(`t${index}`, title, 50, 50, 1)) },
    learning: {
      ...month.learning,
      pace: roles.map((title, index) => ({
        role: `r${index}`,
        title,
        perWeek: 99_999.9,
        neededPerWeek: 123_456.7,
        windowEnds: '2026-12-31',
        suppressed: false,
      })),
      modules: many(
        { module: 'm', title: LONG, track: null, cohort: 1_234_567, completed: 0, suppressed: false },
        40,
      ),
    },
    prompts: {
      ...month.prompts,
      repeatability: Array.from({ length: 120 }, (_, index) => ({
        label: `2026-W${index}`,
        spread: index % 7 === 0 ? 0 : 3.9,
        runs: 1,
        baseline: index < 60,
      })),
      agreement: [{ criterion: LONG, alpha: -0.99, items: 1 }],
      worst: many({ prompt: LONG, version: LONG, owner: LONG, runs: 1_000_000, mean: 1, spread: 0 }, 10),
    },
    incidents: {
      ...month.incidents,
      survival: {
        baseline: curveOf([0, 0, 0]),
        now: curveOf([31_536_000], many(1, 5)),
        drills: curveOf([1]),
      },
      drillPairs: roles.map((team) => ({ team, before: 0, after: 31_536_000 })),
      log: many(
        {
          incident: LONG,
          severity: LONG,
          team: LONG,
          detectedAt: '2026-10-01T00:00:00Z',
          seconds: 0,
          open: true,
          window: 'now' as const,
        },
        300,
      ),
      open: many(
        {
          incident: LONG,
          severity: LONG,
          team: null,
          detectedAt: '2026-10-01T00:00:00Z',
          seconds: 31_536_000,
          open: true,
        },
        60,
      ),
    },
    governance: {
      stock: { covered: 0, uncovered: 4_000, overdue: 3_999 },
      flow: { inTime: 1, late: 900, never: 1 },
      unknownTier: 77,
      uncovered: many(
        {
          useCase: LONG,
          title: LONG,
          owner: LONG,
          firstUsedAt: '2020-01-01T00:00:00Z',
          daysInUse: 2_495,
          daysUncovered: 2_495,
          dueAt: null,
          overdue: true,
        },
        400,
      ),
      exceptions: many(
        {
          exception: LONG,
          useCase: LONG,
          approver: LONG,
          reason: `${LONG} ${LONG}`,
          expiresAt: '2027-01-01T00:00:00Z',
          ageDays: 4_000,
        },
        200,
      ),
      expiry: many({ useCase: LONG, title: LONG, owner: LONG, validUntil: '2027-01-01T00:00:00Z' }, 200),
      tierChanges: many(
        { useCase: LONG, from: LONG, to: LONG, at: '2026-10-01T00:00:00Z', reason: LONG },
        50,
      ),
    },
    work: {
      use: { completed: 1_049_332, using: 999_999 },
      returns: many({ unit: LONG, low: 1_000_000, high: 9_000_000, n: 1_234_567, assumption: LONG }, 3),
    },
    people: many(
      {
        learner: LONG,
        role: LONG,
        nextModule: LONG,
        missing: 12,
        lastActivityAt: null,
        windowEnds: '2026-12-31',
      },
      90,
    ),
  };
}
