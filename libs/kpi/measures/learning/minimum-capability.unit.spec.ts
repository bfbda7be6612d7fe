import { describe, expect, it } from '@jest/globals';
import { askedAt } from '../../testing/asked.ts';
import { exampleProgram, frameOf } from '../../testing/frame.ts';
import { memberOf, origin } from '../../testing/history.ts';
import { CAPABILITY_PHASES } from '../../skills-gain/gather-attempts.ts';
import type { ScoreRow } from '../../skills-gain/assessment-scores.query.ts';
import { assembleMeasure } from '../assemble-measure.ts';
import { minimumCapability, minimumCapabilityFigure } from './minimum-capability.ts';

const program = exampleProgram((yaml) => yaml.replace('phases: [pre, post]', 'phases: [pre, day-30, post]'));

function champions(count: number) {
  return Array.from({ length: count }, (_, index) =>
    memberOf(`learner-${String(index).padStart(2, '0')}`, '2026-07-01', { role: 'change-champion' }),
  );
}

function mark(learner: string, at: string, phase: string, raw: number): ScoreRow {
  const whole = { assessment: 'skills-check', form: 'form-b', min: 0, max: 100, scaled: null, skill: '' };
  return { ...origin(at), ...whole, learner, phase, raw, attempt: null, program: 'ai-reskilling-2026' };
}

async function figure(count: number, asOf: string, events: readonly ScoreRow[]) {
  const frame = frameOf(champions(count), asOf, program);
  const own = minimumCapabilityFigure({ statements: [], events, phases: CAPABILITY_PHASES }, frame);
  return {
    own,
    json: assembleMeasure(minimumCapability, await askedAt(minimumCapability, own, frame), frame, null),
  };
}

const ofChampions = ({ key }: { key: string }) => key === 'change-champion';

describe('minimumCapabilityFigure', () => {
  it('counts who had shown the minimum of the role by the end of the own day', async () => {
    // day 30 ends on 30 July and asks for 35: the first reaches it, the second is late, the third is below it
    const { own } = await figure(12, '2026-08-15', [
      mark('learner-00', '2026-07-30', 'day-30', 35),
      mark('learner-01', '2026-07-31', 'day-30', 90),
      mark('learner-02', '2026-07-20', 'day-30', 34),
    ]);
    expect(own).toMatchObject({ value: 1 / 12, numerator: 1, denominator: 12, people: 12 });
    expect(own.rows.filter(ofChampions)).toMatchObject([
      { column: { key: 'day-30' }, value: 1 / 12, details: { minimum: 35, notYetDue: 0 } },
      { column: { key: 'day-60' }, value: null, reason: 'The program assesses nobody for day 60.' },
      { column: { key: 'day-90' }, value: null, n: 0, details: { minimum: 55, notYetDue: 12 } },
    ]);
    expect(own.notes).toEqual(['The program assesses nobody for day 60.']);
    expect(own.evidence.filter(({ part }) => part === 'numerator')).toMatchObject([
      { subject: 'learner-00', reason: 'day 30' },
    ]);
  });

  it('counts people, not days, when it asks whether a group is too small', async () => {
    // nine learners on two days are eighteen in the denominator, and nine people
    const { json } = await figure(9, '2026-10-31', [mark('learner-00', '2026-07-20', 'day-30', 90)]);
    expect(json).toMatchObject({ value: null, n: null, suppressed: true });
    expect(json.rows.filter(ofChampions).map(({ suppressed }) => suppressed)).toEqual([true, true, true]);
  });
});
