import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import type { FeedbackFact } from './feedback-entry.ts';
import { feedbackFigure } from './feedback.ts';
import { trustPulseFigure } from './trust-pulse.ts';

function entry(feedback: string, at: string, more: Partial<FeedbackFact> = {}): FeedbackFact {
  return {
    ...origin(at),
    program: 'ai-reskilling-2026',
    feedback,
    kind: 'question',
    action: 'submitted',
    team: 'claims',
    learner: '',
    score: null,
    ...more,
  };
}

function answer(feedback: string, at: string): FeedbackFact {
  return entry(feedback, at, { action: 'answered', kind: '', team: '' });
}

const frame = frameOf([], '2026-08-01');

describe('feedbackFigure', () => {
  it('is the share that was answered, with the age of what was not', () => {
    const figure = feedbackFigure(
      [
        entry('f1', '2026-07-10'),
        entry('f2', '2026-07-12', { kind: 'problem', team: 'payments' }),
        entry('f3', '2026-07-22'),
        entry('f4', '2026-07-30'),
        entry('pulse', '2026-07-30', { kind: 'trust-pulse', score: 4 }),
        entry('earlier', '2026-06-01'),
        // sent again under another event id: the same entry
        entry('f3', '2026-07-23'),
        answer('f1', '2026-07-11'),
        answer('f1', '2026-07-20'),
        answer('f2', '2026-07-15'),
        answer('f3', '2026-08-02'),
        answer('f4', '2026-07-29'),
      ],
      frame,
      null,
    );
    // answered after 1 and 3 days; open for 2 and 10: the curve reaches a half at 3 days
    expect(figure).toMatchObject({
      value: 2 / 4,
      people: 4,
      details: {
        open: 2,
        medianOpenDays: 6,
        oldestOpenDays: 10,
        medianSecondsToAnswer: 3 * 86_400,
        quarantined: { 'answered before it was said': 1 },
      },
    });
    expect(figure.rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['problem', 1, 1],
      ['question', 1, 3],
    ]);
  });
});

describe('trustPulseFigure', () => {
  const pulse = (at: string, score: number | null, team = 'claims') =>
    entry(`${at}${score}`, at, { kind: 'trust-pulse', score, team });
  const entries = [
    pulse('2026-07-05', 2),
    pulse('2026-07-06', 4, 'payments'),
    // the first of August in Berlin begins at 22:00
    pulse('2026-07-31T23:00', 5),
    pulse('2026-07-07', null),
    entry('question', '2026-07-07', { score: 1 }),
  ];

  it('is the mean score, month by month in the zone of the program', () => {
    const figure = trustPulseFigure(entries, frame, null);
    expect(figure).toMatchObject({
      value: expect.closeTo(11 / 3, 12),
      n: 3,
      excluded: { 'no score': 1 },
      details: { scores: { 2: 1, 4: 1, 5: 1 } },
    });
    expect(figure.rows.map(({ key, value, n }) => [key, value, n])).toEqual([
      ['2026-07', 3, 2],
      ['2026-08', 5, 1],
    ]);
  });

  it('counts one who answers every month as one person', () => {
    const own = [pulse('2026-07-05', 2), pulse('2026-08-01', 3), pulse('2026-07-07', 4)];
    const named = own.map((one, index) => ({ ...one, learner: index < 2 ? 'a' : 'b' }));
    expect(trustPulseFigure(named, frame, null)).toMatchObject({ value: 3, n: 3, people: 2 });
  });

  it('has a row for each team', () => {
    expect(trustPulseFigure(entries, frame, 'team').rows.map(({ key, value }) => [key, value])).toEqual([
      ['claims', 3.5],
      ['payments', 4],
    ]);
  });
});
