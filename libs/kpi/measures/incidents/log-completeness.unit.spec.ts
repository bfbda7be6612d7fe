import { describe, expect, it } from '@jest/globals';
import { frameOf } from '../../testing/frame.ts';
import { incidentRows, type ToldIncident } from '../../testing/incidents.ts';
import { logCompletenessFigure } from './log-completeness.ts';

const whole: ToldIncident = {
  opened: '2026-08-01T10:00',
  started: '2026-08-01T09:00',
  detected: '2026-08-01T10:00',
  acknowledged: '2026-08-01T10:30',
  resolved: '2026-08-01T12:00',
};
const { acknowledged: _, ...unacknowledged } = whole;

const facts = [
  ...incidentRows('whole', whole),
  ...incidentRows('start-unknown', { ...whole, started: null, team: 'payments' }),
  ...incidentRows('unacknowledged', unacknowledged),
  ...incidentRows('backwards', { ...whole, acknowledged: '2026-08-01T09:30', team: '' }),
  ...incidentRows('drill', { ...whole, drill: true }),
  ...incidentRows('open', { opened: '2026-08-02T10:00', detected: '2026-08-02T10:00' }),
  ...incidentRows('before the period', { ...whole, opened: '2026-05-01', resolved: '2026-05-02' }),
];

describe('logCompletenessFigure', () => {
  it('asks of every resolved incident for all of its timings, in order', () => {
    const { rows, evidence, ...figure } = logCompletenessFigure(facts, frameOf([], '2026-09-01'), null);
    expect(figure).toMatchObject({
      value: 1 / 4,
      numerator: 1,
      denominator: 4,
      excluded: { drill: 1, 'not resolved': 1 },
    });
    expect(rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['started', 3, 4],
      ['detected', 4, 4],
      ['acknowledged', 3, 4],
      ['in-order', 3, 4],
    ]);
    const lacking = evidence.filter(({ part, reason }) => part === 'denominator' && reason !== undefined);
    expect(lacking.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['backwards', 'lacks in-order'],
      ['start-unknown', 'lacks started'],
      ['unacknowledged', 'lacks acknowledged'],
    ]);
  });

  it('has a row for each team, the unknown last', () => {
    const { rows } = logCompletenessFigure(facts, frameOf([], '2026-09-01'), 'team');
    expect(rows.map(({ key, numerator, denominator }) => [key, numerator, denominator])).toEqual([
      ['claims', 1, 2],
      ['payments', 0, 1],
      ['unknown', 0, 1],
    ]);
  });

  it('says why there is no share', () => {
    expect(logCompletenessFigure([], frameOf([], '2026-09-01'), null)).toMatchObject({
      value: null,
      reason: 'No real incident was resolved in the period.',
    });
  });
});
