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
  it('is the median of what users said, marked as theirs, and no guess of what they did not say', () => {
    const figure = minutesSavedFigure(
      [
        useOn('2026-07-05', 'p', { minutesSaved: 10, task: 'triage' }),
        useOn('2026-07-06', 'p', { minutesSaved: 20, task: 'triage' }),
        useOn('2026-07-07', 'p', { minutesSaved: -6 }),
        useOn('2026-07-07', 'p', { minutesSaved: 60, task: 'triage' }),
        useOn('2026-07-07', 'p'),
      ],
      frame,
      null,
    );
    expect(figure).toMatchObject({
      // -6, 10, 20, 60
      value: 15,
      n: 4,
      interval: null,
      details: { total: 84 },
      excluded: { 'minutes not told': 1 },
      notes: ['Self-reported: nobody measured these minutes.'],
    });
    expect(figure.rows.map(numbers)).toEqual([
      ['triage', 20, 3],
      ['unknown', -6, 1],
    ]);
  });
});

describe('promptReuseFigure', () => {
  const registered = (prompt: string, team: string, version = '1') => ({
    ...origin('2026-07-01'),
    program: 'ai-reskilling-2026',
    prompt,
    version,
    owner: 'Ines',
    useCase: '',
    team,
  });
  const library = [
    registered('by-people', 'claims'),
    registered('by-people', 'claims', '2'),
    registered('by-teams', 'claims'),
    registered('by-one', 'payments'),
    registered('untold', 'payments'),
    registered('unused', 'payments'),
  ];
  const uses = [
    useOn('2026-07-05', 'by-people', { learner: 'a', team: 'claims' }),
    useOn('2026-07-06', 'by-people', { learner: 'b', team: 'claims', version: '2' }),
    useOn('2026-07-07', 'by-people', { learner: 'c', team: 'claims', version: '2' }),
    useOn('2026-07-05', 'by-teams', { team: 'claims' }),
    useOn('2026-07-06', 'by-teams', { team: 'payments' }),
    // the same person twice; and nobody knows who
    useOn('2026-07-05', 'by-one', { learner: 'a', team: 'claims' }),
    useOn('2026-07-06', 'by-one', { learner: 'a' }),
    useOn('2026-07-05', 'untold'),
    useOn('2026-07-06', 'untold'),
    useOn('2026-07-05', 'wild', { learner: 'a' }),
  ];

  it('is the share of the library that more than one person or team used', () => {
    const figure = promptReuseFigure(library, uses, frame, null);
    expect(figure).toMatchObject({
      value: 2 / 5,
      numerator: 2,
      denominator: 5,
      unmatched: 1,
      details: { used: 4, uses: 9 },
    });
    const second = figure.evidence.filter(({ part }) => part === 'numerator');
    expect(second.map(({ subject, occurredAt }) => [subject, occurredAt.slice(0, 10)])).toEqual([
      ['by-people', '2026-07-06'],
      ['by-teams', '2026-07-06'],
    ]);
  });

  it('has a row for each prompt and version, with how often it was used', () => {
    const { rows } = promptReuseFigure(library, uses, frame, null);
    expect(
      rows.map(({ key, column, value, details }) => [key, column?.key, value, details['reused']]),
    ).toEqual([
      ['by-one', '1', 2, false],
      ['by-people', '1', 1, false],
      ['by-people', '2', 2, true],
      ['by-teams', '1', 2, true],
      ['untold', '1', 2, false],
      ['unused', '1', 0, false],
    ]);
  });

  it('has a row for each team whose prompts they are', () => {
    expect(promptReuseFigure(library, uses, frame, 'team').rows.map(numbers)).toEqual([
      ['claims', 1, 2],
      ['payments', 0, 3],
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
