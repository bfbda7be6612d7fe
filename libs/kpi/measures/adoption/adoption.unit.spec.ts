import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { origin } from '../../testing/history.ts';
import { useOn } from '../../testing/uses.ts';
import { firstPassAcceptanceFigure } from './first-pass-acceptance.ts';
import { minutesSavedFigure } from './minutes-saved.ts';
import { promptReuseFigure } from './prompt-reuse.ts';
import { workflowFrequencyFigure } from './workflow-frequency.ts';

// 1 July in Berlin begins at 22:00 of 30 June: six weeks later
const frame = frameOf([], '2026-08-11T22:00');
const numbers = ({ key, value, n }: { key: string; value: number | null; n: number }) => [key, value, n];

describe('firstPassAcceptanceFigure', () => {
  const uses = [
    useOn('2026-07-05', 'p', { acceptance: 'as-is', team: 'claims', learner: 'a' }),
    useOn('2026-07-06', 'p', { acceptance: 'minor-edits', team: 'claims', learner: 'a' }),
    useOn('2026-07-07', 'q', { acceptance: 'as-is', team: 'payments', learner: 'b' }),
    useOn('2026-07-08', 'q', { acceptance: 'rejected' }),
    useOn('2026-07-08', 'q'),
    useOn('2026-06-20', 'q', { acceptance: 'as-is' }),
    useOn('2026-07-08', 'q', { acceptance: 'as-is', program: '', team: 'elsewhere' }),
  ];

  it('is the share of outputs taken as they were, of those of which it was told', () => {
    const figure = firstPassAcceptanceFigure(uses, frame, null);
    expect(figure).toMatchObject({
      value: 2 / 4,
      people: 3,
      excluded: { 'acceptance not told': 1 },
      details: { 'as-is': 2, 'minor-edits': 1, 'major-edits': 0, rejected: 1 },
    });
    expect(figure.rows.map(numbers)).toEqual([
      ['p', 1 / 2, 2],
      ['q', 1 / 2, 2],
    ]);
  });

  it('has a row for each team', () => {
    expect(firstPassAcceptanceFigure(uses, frame, 'team').rows.map(numbers)).toEqual([
      ['claims', 1 / 2, 2],
      ['payments', 1, 1],
      ['unknown', 0, 1],
    ]);
  });
});

describe('minutesSavedFigure', () => {
  it('is the mean of what users said, marked as theirs', () => {
    const figure = minutesSavedFigure(
      [
        useOn('2026-07-05', 'p', { minutesSaved: 10, task: 'triage' }),
        useOn('2026-07-06', 'p', { minutesSaved: 20, task: 'triage' }),
        useOn('2026-07-07', 'p', { minutesSaved: 0 }),
        useOn('2026-07-07', 'p'),
      ],
      frame,
      null,
    );
    expect(figure).toMatchObject({
      value: 10,
      n: 3,
      details: { total: 30 },
      excluded: { 'minutes not told': 1 },
      notes: ['Self-reported: nobody measured these minutes.'],
    });
    expect(figure.rows.map(numbers)).toEqual([
      ['triage', 15, 2],
      ['unknown', 0, 1],
    ]);
  });
});

describe('promptReuseFigure', () => {
  it('is the share of the library that was used twice or more', () => {
    const registered = (prompt: string, team: string) => ({
      ...origin('2026-07-01'),
      program: 'ai-reskilling-2026',
      prompt,
      version: '1',
      owner: 'Ines',
      useCase: '',
      team,
    });
    const library = [registered('p', 'claims'), registered('q', 'claims'), registered('r', 'payments')];
    const uses = ['p', 'p', 'p', 'q', 'wild'].map((prompt) => useOn('2026-07-05', prompt, { learner: 'a' }));
    const figure = promptReuseFigure(library, uses, frame, null);
    expect(figure).toMatchObject({ value: 1 / 3, unmatched: 1, details: { used: 2, uses: 4 } });
    expect(figure.rows.map(numbers)).toEqual([
      ['p', 3, 3],
      ['q', 1, 1],
      ['r', 0, 0],
    ]);
    expect(promptReuseFigure(library, uses, frame, 'team').rows.map(numbers)).toEqual([
      ['claims', 1 / 2, 2],
      ['payments', 0, 1],
    ]);
  });
});

describe('workflowFrequencyFigure', () => {
  it('is uses a week since the start, with the exact interval', () => {
    const uses = Array.from({ length: 12 }, () => useOn('2026-07-05', 'p', { task: 'triage' }));
    const figure = workflowFrequencyFigure(uses, frame, null);
    // 12 in 6 weeks; Garwood: 6.2006 and 20.9616 events
    expect(figure).toMatchObject({
      value: 2,
      details: { weeks: 6 },
      interval: { low: expect.closeTo(6.2006 / 6, 4), high: expect.closeTo(20.9616 / 6, 4) },
    });
    expect(figure.rows.map(numbers)).toEqual([['triage', 2, 12]]);
  });

  it('says why there is none before the start', () => {
    expect(workflowFrequencyFigure([], frameOf([], '2026-06-20'), null)).toMatchObject({
      value: null,
      reason: 'The program has not started.',
    });
  });
});
