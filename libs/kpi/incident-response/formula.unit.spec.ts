import { describe, expect, it } from '@jest/globals';
import { moment, origin } from '../testing/history.ts';
import { incidentResponseFigure, type IncidentSettings } from './formula.ts';
import type { IncidentFact } from './incident.ts';

const settings: IncidentSettings = {
  baseline: { start: moment('2026-04-01'), end: moment('2026-06-30T23:59') },
  current: { start: moment('2026-07-01'), end: moment('2026-10-31T23:59') },
  target: { value: null, comparison: 'improve' },
  minimumMitigated: 5,
};

function fact(incident: string, kind: string, at: string, more: Partial<IncidentFact> = {}): IncidentFact {
  const said = { model: 'm', severity: 'sev1', team: 'claims', timePrecision: '', notesScore: null };
  return { ...origin(at), ...said, incident, kind, drill: false, startedAt: null, ...more };
}

const clock = (day: string, minutes: number) =>
  `${day}T${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Opened and detected at midnight, mitigated after so many minutes (null: still open). */
function incident(
  id: string,
  day: string,
  minutes: number | null,
  more: Partial<IncidentFact> = {},
): IncidentFact[] {
  const facts = [fact(id, 'opened', day, more), fact(id, 'detected', day)];
  return minutes === null ? facts : [...facts, fact(id, 'mitigated', clock(day, minutes))];
}

const series = (
  prefix: string,
  month: string,
  minutes: readonly (number | null)[],
  more: Partial<IncidentFact> = {},
) =>
  minutes.flatMap((value, index) =>
    incident(`${prefix}-${index}`, `${month}-${String(index + 1).padStart(2, '0')}`, value, more),
  );

const at = (facts: IncidentFact[], asOf = '2026-11-15') =>
  incidentResponseFigure(facts, settings, moment(asOf));

describe('incidentResponseFigure', () => {
  it('takes the median of the time to mitigate, with open incidents censored', () => {
    // 10, 20, 30 minutes and one open since 1 July 4:00 days: S after 10: 3/4, after 20: 1/2, after 30: 1/4.
    // The curve lies at 1/2 from 20 to 30 minutes, so the median is their middle: 25 minutes.
    const figure = at(series('i', '2026-07', [10, 20, 30, null]));
    expect(figure).toMatchObject({ value: 25 * 60, n: 4, censored: 1, numerator: null });
    expect(figure.details['p90']).toBeNull();
    expect(figure.evidence().filter(({ part }) => part === 'numerator')).toHaveLength(3);
    expect(figure.evidence().filter(({ part }) => part === 'denominator')).toHaveLength(4);
    expect(figure.evidence().filter(({ part }) => part === 'censored')).toHaveLength(1);
  });

  it('takes the earlier of mitigated and resolved', () => {
    const facts = [...incident('a', '2026-07-01', 90), fact('a', 'resolved', clock('2026-07-01', 30))];
    expect(at(facts).value).toBe(30 * 60);
  });

  it('knows nothing of what happened after the asked moment', () => {
    const facts = incident('a', '2026-07-01', 60);
    expect(at(facts, '2026-07-01T00:30')).toMatchObject({ value: null, n: 1, censored: 1 });
    expect(at(facts, '2026-07-01T01:00')).toMatchObject({ value: 3600, censored: 0 });
  });

  it('puts an incident into the period in which it was detected, and excludes one never detected', () => {
    const facts = [
      fact('june', 'opened', '2026-06-30'),
      fact('june', 'detected', '2026-07-01T10:00'),
      fact('june', 'mitigated', '2026-07-01T10:30'),
      fact('silent', 'opened', '2026-08-01'),
      fact('silent', 'resolved', '2026-08-02'),
    ];
    const figure = at(facts);
    expect(figure).toMatchObject({ n: 1, value: 1800, excluded: { 'never-detected': 1 } });
    expect(
      figure
        .evidence()
        .filter(({ part }) => part === 'excluded')
        .map(({ subject }) => subject),
    ).toEqual(['silent']);
  });

  it('keeps drills apart, paired by team', () => {
    const drill = (id: string, day: string, minutes: number, team: string) =>
      incident(id, day, minutes, { drill: true, team });
    const figure = at([
      ...incident('real', '2026-07-01', 10),
      ...drill('d1', '2026-05-01', 60, 'claims'),
      ...drill('d2', '2026-05-02', 80, 'payments'),
      ...drill('d3', '2026-08-01', 40, 'claims'),
      ...drill('d4', '2026-08-02', 50, 'payments'),
    ]);
    expect(figure).toMatchObject({ n: 1, value: 600, baseline: { n: 0, value: null } });
    // claims 60 → 40, payments 80 → 50: mean change (-20 - 30) / 2 = -25 minutes
    expect(figure.details['drills']).toMatchObject({
      n: 2,
      baseline: { n: 2 },
      byTeam: { teams: ['claims', 'payments'], difference: { value: -25 * 60 } },
    });
  });

  it('leaves unknown starts out of time to detect alone, and quarantines negative durations', () => {
    const facts = [
      ...incident('known', '2026-07-02', 10, { startedAt: moment('2026-07-01T23:00') }),
      ...incident('unknown', '2026-07-03', 20),
      ...incident('reversed', '2026-07-04', 30, { startedAt: moment('2026-07-04T01:00') }),
      fact('backwards', 'opened', '2026-07-05'),
      fact('backwards', 'detected', '2026-07-05T10:00'),
      fact('backwards', 'resolved', '2026-07-05T09:00'),
    ];
    const figure = at(facts);
    expect(figure).toMatchObject({ n: 3, value: 20 * 60 }); // 10, 20, 30 minutes
    expect(figure.details['timeToDetect']).toMatchObject({ n: 1, unknownStart: 1, median: 3600 });
    expect(figure.details['quarantined']).toEqual({
      'detected before started': 1,
      'mitigated before detected': 1,
    });
  });

  it('quarantines what was resolved before it was opened, and an acknowledgement before detection', () => {
    const facts = [
      ...incident('sound', '2026-07-02', 10),
      fact('sound', 'acknowledged', '2026-07-01T23:00'),
      fact('reversed', 'detected', '2026-07-05T08:00'),
      fact('reversed', 'resolved', '2026-07-05T09:00'),
      fact('reversed', 'opened', '2026-07-05T10:00'),
      fact('undetected', 'resolved', '2026-07-06T09:00'),
      fact('undetected', 'opened', '2026-07-06T10:00'),
    ];
    const figure = at(facts);
    expect(figure).toMatchObject({ n: 1, value: 600, censored: 0, excluded: { 'never-detected': 1 } });
    expect(figure.details['quarantined']).toEqual({
      'acknowledged before detected': 1,
      'resolved before opened': 2,
    });
    const found = figure.evidence().filter(({ part }) => part === 'quarantined');
    expect(found.map(({ subject }) => subject).toSorted()).toEqual(['reversed', 'sound', 'undetected']);
  });

  it('says improved only when the interval of the restricted means is clear of zero', () => {
    const before = series('b', '2026-05', [100, 110, 120, 130, 140, 150]);
    const faster = at([...before, ...series('n', '2026-07', [10, 20, 15, 12, 18, 14])]);
    expect(faster.verdict).toMatchObject({ status: 'improved', result: 'reached', confidence: 'high' });
    const same = at([...before, ...series('n', '2026-07', [100, 112, 119, 131, 141, 148])]);
    expect(same.verdict).toMatchObject({ status: 'no-clear-change', confidence: 'low' });
    const slower = at([...before, ...series('n', '2026-07', [300, 310, 320, 330, 340, 350])]);
    expect(slower.verdict).toMatchObject({ status: 'worsened', result: 'not-reached' });
  });

  it('compares like with like: a milder mix of severities is no improvement', () => {
    const mild = { severity: 'sev3' };
    // each severity takes as long as before; only the mix went from severe to mild
    const severe = [100, 110, 120, 130, 140, 150, 105, 125];
    const easy = [10, 20, 15, 12, 18, 14, 11, 16];
    const figure = at([
      ...series('b1', '2026-04', severe),
      ...series('b3', '2026-05', easy.slice(0, 3), mild),
      ...series('n1', '2026-07', severe.slice(2, 5)),
      ...series('n3', '2026-08', easy, mild),
    ]);
    expect(figure.verdict.status).toBe('no-clear-change');
  });

  it('cannot say with too few mitigated in a period, or without a baseline', () => {
    const few = at([...series('b', '2026-05', [10, 20]), ...series('n', '2026-07', [1, 2, 3, 4, 5])]);
    expect(few.verdict).toMatchObject({ status: 'cannot-say', confidence: 'none' });
    expect(few.verdict.reasons.join(' ')).toContain('Only 2 incidents of the baseline period');
    const alone = incidentResponseFigure([], { ...settings, baseline: null }, moment('2026-11-15'));
    expect(alone).toMatchObject({ value: null, n: 0, baseline: null, verdict: { status: 'cannot-say' } });
  });

  it('shows measures that ignore censoring only when nothing is open', () => {
    const before = series('b', '2026-05', [100, 110, 120, 130, 140]);
    const closed = at([...before, ...series('n', '2026-07', [10, 20, 30, 40, 50])]);
    // every difference is between -140 + 10 and -100 + 50; the median of the 25 is -90 minutes
    expect(closed.details['hodgesLehmann']).toMatchObject({ value: -90 * 60 });
    const open = at([...before, ...series('n', '2026-07', [10, 20, 30, 40, null])]);
    expect(open.details['hodgesLehmann']).toBeUndefined();
  });
});
