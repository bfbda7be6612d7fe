import { describe, expect, it } from '@jest/globals';
import type { Member } from '../../cohort/member.ts';
import { frameOf } from '../../testing/frame.ts';
import { memberOf, origin, requiredModule } from '../../testing/history.ts';
import { readingOf } from '../../training-completion/loader.ts';
import { notCompleteFigure } from './not-complete.ts';

const required = [
  requiredModule('ai-literacy', { title: 'AI literacy' }),
  requiredModule('guardrails', { title: 'Guardrails' }),
];

function champion(learner: string, day: string, more: Partial<Member> = {}): Member {
  return memberOf(learner, day, { role: 'change-champion', required, team: 'claims', ...more });
}

function finished(learner: string, module: string, at: string) {
  return { ...origin(at), program: 'ai-reskilling-2026', learner, module, activity: '' };
}

describe('notCompleteFigure', () => {
  it('names who lacks what, with the days left, the nearest end first', () => {
    const facts = {
      statements: [],
      completions: [
        finished('done', 'ai-literacy', '2026-07-10'),
        finished('done', 'guardrails', '2026-07-11'),
        finished('halfway', 'ai-literacy', '2026-08-10'),
      ],
    };
    const members = [
      champion('done', '2026-07-01'),
      champion('late', '2026-09-01'),
      champion('halfway', '2026-08-01'),
      champion('ended', '2026-07-01'),
      champion('gone', '2026-07-01', { withdrawn: true }),
      champion('apart', '2026-07-01', { exclusion: { ...origin('2026-07-02'), reason: 'long-leave' } }),
    ];
    const frame = frameOf(members, '2026-10-01');
    const figure = notCompleteFigure(facts, readingOf(facts, frame), frame);
    // five in the adjusted cohort; 85% needs all five, and one is there
    expect(figure).toMatchObject({
      value: 4,
      details: { moreNeeded: 4, stillPossible: 2 },
      excluded: { 'long-leave': 1 },
    });
    // the window of halfway ends with 29 October, that of late with 29 November
    expect(
      figure.rows.map(({ key, value, reason, details }) => [key, value, reason, details['missing']]),
    ).toEqual([
      ['halfway', expect.closeTo(29, 3), null, ['guardrails']],
      ['late', expect.closeTo(60, 3), null, ['ai-literacy', 'guardrails']],
      ['ended', null, 'The window ended on 2026-09-29.', ['ai-literacy', 'guardrails']],
      ['gone', null, 'The learner withdrew.', ['ai-literacy', 'guardrails']],
    ]);
    expect(figure.rows[0]?.details).toMatchObject({
      begun: true,
      lastActivityAt: '2026-08-10T00:00:00.000000Z',
      team: 'claims',
      missingTitles: ['Guardrails'],
    });
    expect(figure.evidence.map(({ part, subject }) => [part, subject])).toEqual([
      ['numerator', 'halfway'],
      ['numerator', 'late'],
      ['numerator', 'ended'],
      ['numerator', 'gone'],
      ['excluded', 'apart'],
    ]);
  });
});
