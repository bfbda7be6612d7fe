import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#platform';
import type { Identification } from '#program';
import type { Member } from '../../cohort/member.ts';
import type { Dimension } from '../../kpi.schema.ts';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, origin, requiredModule } from '../../testing/history.ts';
import type { ModuleFacts } from '../../training-completion/gather-signals.ts';
import { readingOf, trainingCompletionLoader } from '../../training-completion/loader.ts';
import { planRows } from '../../breakdown/hidden-rows.ts';
import { moduleDropOffFigure } from './module-drop-off.ts';

const LITERACY = 'https://lms.example.org/course/ai-literacy';
const required = [requiredModule('ai-literacy', {}), requiredModule('guardrails', {})];

const three = [...required, requiredModule('monitoring-drift', {})];

function champion(learner: string, more: Partial<Member> = {}): Member {
  return memberOf(learner, '2026-07-01', { role: 'change-champion', required, ...more });
}

function finished(learner: string, module: string, at: string): ModuleFacts['completions'][number] {
  return { ...origin(at), program: 'ai-reskilling-2026', learner, module, activity: '' };
}

const completions = [
  // a and b complete; c stands before the last module; d did the second module first
  ...['a', 'b', 'c'].map((learner) => finished(learner, 'ai-literacy', '2026-07-10')),
  ...['a', 'b', 'd'].map((learner) => finished(learner, 'guardrails', '2026-07-12')),
  // f did something before day 1, which is no beginning
  finished('f', 'guardrails', '2026-06-20'),
];

function figure(members: readonly Member[], asOf: string, by: Dimension | null = null) {
  const facts: ModuleFacts = {
    completions,
    // e opened a course and left it at that
    statements: [{ ...origin('2026-07-03'), actor: 'e', activity: LITERACY, signals: [], score: null }],
  };
  const identities = {
    learnerOf: (actor: string) => actor,
    identifications: (actor: string, at: Instant): [Identification] => [
      { learner: actor, from: at, until: null },
    ],
  };
  const frame = { ...frameOf(members, asOf), identities };
  return moduleDropOffFigure(facts, readingOf(facts, frame), frame, by, new Set());
}

const members = [
  champion('a'),
  champion('b'),
  champion('c'),
  champion('d', { withdrawn: true }),
  champion('e'),
  champion('f'),
  champion('g', { exclusion: { ...origin('2026-07-02'), reason: 'long-leave' } }),
];
const common = ({ key }: { key: string }) => ['ai-literacy', 'guardrails'].includes(key);

describe('moduleDropOffFigure', () => {
  it('counts who stopped, each at the first module not met, of those who had come so far', () => {
    const closed = figure(members, '2026-10-31');
    // begun: a, b, c, d, e; stopped: c before guardrails, d and e before ai-literacy
    expect(closed).toMatchObject({
      value: 3 / 5,
      numerator: 3,
      denominator: 5,
      excluded: { 'long-leave': 1, 'not begun': 1 },
      period: { closed: true },
    });
    expect(closed.rows.filter(common)).toMatchObject([
      { key: 'ai-literacy', value: 2 / 5, numerator: 2, denominator: 5, details: { stillRunning: 0 } },
      { key: 'guardrails', value: 1 / 3, numerator: 1, denominator: 3 },
    ]);
    const stopped = closed.evidence.filter(({ part }) => part === 'numerator');
    expect(stopped.map(({ subject, reason }) => [subject, reason]).sort()).toEqual([
      ['c', 'the window ended before guardrails'],
      ['d', 'withdrew before ai-literacy'],
      ['e', 'the window ended before ai-literacy'],
    ]);
  });

  it('waits for learners whose window still runs', () => {
    const running = figure(members, '2026-08-01');
    expect(running).toMatchObject({ value: 1 / 5, numerator: 1, details: { stillRunning: 2 } });
    expect(running.rows.filter(common)).toMatchObject([
      { key: 'ai-literacy', numerator: 1, details: { stillRunning: 1 } },
      { key: 'guardrails', numerator: 0, details: { stillRunning: 1 } },
    ]);
    expect(running.evidence.filter(({ part }) => part === 'censored')).toHaveLength(2);
  });

  it('says why there is no share when nobody came so far', () => {
    expect(figure([champion('f')], '2026-10-31')).toMatchObject({
      value: null,
      reason: 'Nobody has begun.',
      n: 0,
    });
  });

  it('has a row for each group and a column for each of its modules', () => {
    const { rows } = figure(members, '2026-10-31', 'role');
    expect(rows.map(({ key, column, numerator }) => [key, column?.key, numerator])).toEqual([
      ['change-champion', 'ai-literacy', 2],
      ['change-champion', 'guardrails', 1],
    ]);
  });

  it('hides a module that few have reached, and the one before it, which would tell how many', () => {
    // twelve begun; all met the first module, and three of them the second
    const many = Array.from({ length: 12 }, (_, index) => champion(`learner-${index}`, { required: three }));
    const done = many.flatMap(({ learner }, index) => [
      finished(learner, 'ai-literacy', '2026-07-10'),
      ...(index < 3 ? [finished(learner, 'guardrails', '2026-07-11')] : []),
    ]);
    const frame = frameOf(many, '2026-10-31');
    const facts = { statements: [], completions: done };
    const { rows } = moduleDropOffFigure(facts, readingOf(facts, frame), frame, 'cohort', new Set());
    expect(rows.map(({ column, n, hidden }) => [column?.key, n, hidden])).toEqual([
      ['ai-literacy', 12, false],
      ['guardrails', 12, true],
      ['monitoring-drift', 3, true],
    ]);
  });

  it('hides the modules of a track whose people are too few', async () => {
    // twelve champions without a track, and two operators: what they did before theirs would tell how many they are
    const many = Array.from({ length: 14 }, (_, index) =>
      index < 12
        ? champion(`learner-${index}`)
        : memberOf(`learner-${index}`, '2026-07-01', {
            role: 'model-operator',
            track: 'model-operations',
            required: three,
          }),
    );
    const done = many.flatMap(({ learner, required: asked }) =>
      asked.map(({ id }) => finished(learner, id, '2026-07-10')),
    );
    const frame = frameOf(many, '2026-10-31');
    const facts = { statements: [], completions: done };
    const reading = readingOf(facts, frame);
    const plan = await planRows(trainingCompletionLoader, {
      now: { frame, loaded: { facts: [], at: () => reading } },
      past: [],
    });
    const { rows } = moduleDropOffFigure(facts, reading, frame, null, plan['track'] ?? new Set());
    expect(rows.filter((row) => row.hidden).map(({ key }) => key)).toEqual([
      'guardrails',
      'monitoring-drift',
      'incident-drill',
    ]);
  });
});
