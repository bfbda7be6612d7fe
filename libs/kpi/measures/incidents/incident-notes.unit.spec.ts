import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { incidentRows } from '../../testing/incidents.ts';
import { incidentNotesFigure } from './incident-notes.ts';

const resolved = (incident: string, day: string, more: object) =>
  incidentRows(incident, { opened: day, detected: day, resolved: day, ...more });

const facts = [
  ...resolved('a', '2026-08-01', { notesScore: 3 }),
  ...resolved('b', '2026-08-02', { notesScore: 5, team: 'payments' }),
  ...resolved('c', '2026-08-03', {}),
  ...resolved('d', '2026-08-04', { notesScore: 1, drill: true }),
  ...resolved('e', '2026-05-01', { notesScore: 2 }),
];

describe('incidentNotesFigure', () => {
  it('is the mean of the scored notes of real incidents, now beside the baseline', () => {
    const figure = incidentNotesFigure(facts, frameOf([], '2026-09-01'), null);
    // 3 and 5: standard error 1, t(0.975, 1) = 12.7062
    expect(figure).toMatchObject({
      value: 4,
      n: 2,
      interval: { low: expect.closeTo(4 - 12.7062047, 6), method: 'Student t' },
      excluded: { 'no score': 1, drill: 1 },
      details: { withoutScore: 1 },
    });
    expect(figure.rows.map(({ key, value, n, interval }) => [key, value, n, interval !== null])).toEqual([
      ['baseline', 2, 1, false],
      ['now', 4, 2, true],
    ]);
  });

  it('has a row for each team', () => {
    const { rows } = incidentNotesFigure(facts, frameOf([], '2026-09-01'), 'team');
    expect(rows.map(({ key, value, n }) => [key, value, n])).toEqual([
      ['claims', 3, 1],
      ['payments', 5, 1],
    ]);
  });
});
