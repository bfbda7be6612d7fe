import fc from 'fast-check';
import { DAYS, dayOf, START } from './moments.ts';
import { without } from './sent.ts';

export const PROGRAM = 'asked';
export const OTHER_PROGRAM = 'other';
export const TEAMS = ['red', 'blue'] as const;
export const LEARNERS = Array.from({ length: 16 }, (_, index) => `L${index}`);

const moveOn = fc.constantFrom('completed', 'passed', 'both', 'either');
/** Absent, or drawn `freq` times as often. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 1) => fc.option(arbitrary, { nil: undefined, freq });
const target = (values: readonly number[]) =>
  fc.record({ value: fc.constantFrom(...values), comparison: fc.constantFrom('>=', '>=', '>') });
const improve = fc.constant({ direction: 'improve' });
const window = (from: number, to: number) => ({ start: dayOf(from), end: dayOf(to) });

const choices = fc.record({
  literacy: fc.record({ moveOn, priorCompletionCounts: fc.boolean() }),
  patterns: fc.record({ moveOn, priorCompletionCounts: fc.boolean() }),
  course: fc.record({ required: fc.boolean() }),
  targets: fc
    .record({
      'training-completion': maybe(target([0.5, 0.85, 0.25]), 8),
      'skills-gain': maybe(target([0.2, 0.05, -0.9, 1.5]), 8),
      'prompt-consistency': maybe(improve, 15),
      'incident-response': maybe(improve, 15),
      'governance-coverage': maybe(
        fc.record({
          value: fc.constantFrom(0.95, 0.5),
          comparison: fc.constant('>='),
          overdue: fc.constantFrom(0, 0, 1),
        }),
        8,
      ),
    })
    .map(without),
  minimumN: fc.constantFrom(1, 1, 2),
  learnersNeeded: fc.constantFrom(1, 2, 5, undefined),
  prompts: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        prompts: fc.constantFrom(1, 1, 2),
        runs: fc.constantFrom(2, 2, 3),
        calibrationItems: fc.constantFrom(1, 1, 2),
      }),
    },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  k: fc.constantFrom(2, 2, 3),
  minimumGroup: maybe(fc.constantFrom({ scores: 12, counts: 6 }), 1),
  selectedForLowScores: fc.boolean(),
  staleAfter: fc.constantFrom('P2D', 'P7D', 'P30D', 'P30D', 'P30D', 'P30D'),
  scopeTeams: maybe(fc.constantFrom(['red'], ['blue', 'red'])),
  scopeLearners: maybe(fc.constantFrom(['L0', 'L1'], ['L0', 'L2', 'L3'])),
  scopeModels: maybe(fc.constantFrom(['m1'])),
  scopeUseCases: maybe(fc.constantFrom(['case-0', 'case-1'])),
  rubric: maybe(fc.constantFrom('1', '1', '1', '1', '1', '2'), 2),
  baselines: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
  currents: fc.boolean(),
  reviewValidity: maybe(fc.constantFrom('P5D', 'P90D')),
  calibrationItems: fc.constantFrom([], ['cal-2']),
});

const owners = { programLead: 'A', governanceLead: 'B', curriculumOwner: 'C', managerSponsor: 'D' };

/** A program file of the asked program, complete but for the parts that a choice leaves out. */
export function definitions(
  zone: string,
  id: string,
): fc.Arbitrary<{ from: number; definition: Record<string, unknown> }> {
  return fc
    .record({ from: fc.constantFrom(-9, -9, -9, -9, -9, -5, 0, 3, 9), choice: choices })
    .map(({ from, choice }) => ({ from, definition: definitionOf(zone, id, from, choice) }));
}

type Choice = typeof choices extends fc.Arbitrary<infer C> ? C : never;

/** The other program has other windows, and knows a role and a module that the asked one does not. */
const SHAPES = {
  asked: { days: DAYS, baseline: window(-8, -1), current: window(0, DAYS), role: [], activities: [] },
  other: {
    days: 5,
    baseline: window(-6, -2),
    current: window(2, 10),
    role: [{ id: 'ghost', title: 'Ghosts', track: 'risk' }],
    activities: ['urn:a:knitting'],
  },
} as const;

function definitionOf(zone: string, id: string, from: number, choice: Choice): Record<string, unknown> {
  const { baselines, currents } = choice;
  const shape = SHAPES[id === OTHER_PROGRAM ? 'other' : 'asked'];
  const windows = without({
    baseline: baselines ? shape.baseline : undefined,
    current: currents ? shape.current : undefined,
  });
  return {
    program: { id, title: 'Program', timeZone: zone, start: START, effectiveFrom: dayOf(from) },
    owners,
    roles: [
      { id: 'engineer', title: 'Engineers', track: 'prompts' },
      { id: 'assessor', title: 'Assessors', track: 'risk' },
      { id: 'champion', title: 'Champions' },
      ...shape.role,
    ],
    common: {
      modules: [
        {
          id: 'literacy',
          title: 'Literacy',
          activities: ['urn:a:literacy', ...shape.activities],
          ...choice.literacy,
        },
      ],
    },
    tracks: [
      {
        id: 'prompts',
        title: 'Prompts',
        modules: [
          {
            id: 'patterns',
            title: 'Patterns',
            activities: ['urn:a:patterns', 'urn:a:patterns-2'],
            ...choice.patterns,
          },
        ],
      },
      {
        id: 'risk',
        title: 'Risk',
        modules: [
          { id: 'course', title: 'Course', activities: ['urn:a:course'], cmi5: 'course', ...choice.course },
          { id: 'elective', title: 'Elective', activities: ['urn:a:elective'], required: false },
        ],
      },
    ],
    assessments: [
      {
        id: 'check',
        title: 'Check',
        forms: [
          {
            id: 'a',
            activities: { pre: ['urn:a:pre-a'], post: ['urn:a:post-a'] },
            scale: { min: 0, max: 50 },
            equivalentTo: ['b'],
          },
          { id: 'b', activities: { post: ['urn:a:post-b'] }, scale: { min: 10, max: 110 } },
          { id: 'c', activities: { pre: ['urn:a:pre-c'], post: ['urn:a:post-c'] }, scaled: true },
        ],
      },
    ],
    cohorts: [
      { id: 'first', title: 'First', start: START },
      { id: 'second', title: 'Second', start: dayOf(3), selectedForLowScores: choice.selectedForLowScores },
    ],
    calendar: { days: shape.days },
    ...(choice.minimumGroup === undefined ? {} : { privacy: { minimumGroup: choice.minimumGroup } }),
    targets: choice.targets,
    status: {
      minimumN: {
        'training-completion': choice.minimumN,
        ...without({ 'skills-gain': choice.learnersNeeded, 'prompt-consistency': choice.prompts }),
        'incident-response': { mitigatedPerPeriod: choice.minimumN },
        'governance-coverage': choice.minimumN,
      },
      matched: 0.5,
      staleAfter: choice.staleAfter,
    },
    scope: without({
      teams: choice.scopeTeams,
      learners: choice.scopeLearners,
      models: choice.scopeModels,
      useCases: choice.scopeUseCases,
    }),
    'prompt-review': without({
      version: choice.rubric,
      passMark: 4,
      k: choice.k,
      calibrationItems: choice.calibrationItems,
      ...windows,
    }),
    incidents: { ...windows, severities: ['sev1', 'sev2'] },
    governance: without({
      tiers: ['minimal', 'high', 'critical'],
      highRisk: ['high', 'critical'],
      reviewValidity: choice.reviewValidity,
      period: currents ? shape.current : undefined,
    }),
  };
}
