import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { identityRegister, parseProgramFile, type Program } from '#program';
import type { Member } from '../../cohort/member.ts';
import type { Frame } from '../../frame/frame.ts';
import type { ScoreRow } from '../../skills-gain/assessment-scores.query.ts';
import { memberOf, moment, origin } from '../../testing/history.ts';
import { capabilityGates } from './gates.figure.ts';
import { CAPABILITY_PHASES } from '../../skills-gain/gather-attempts.ts';
import { learningFacts } from './learning-facts.ts';

const NONE = { hiddenRoles: new Set<string>(), hiddenTracks: new Set<string>() };

/** The example program, with an assessment for day 30 beside those before and after. */
function program(): Program {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text.replace('phases: [pre, post]', 'phases: [pre, day-30, post]'), 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}

function champions(count: number): Member[] {
  return Array.from({ length: count }, (_, index) =>
    memberOf(`learner-${String(index).padStart(2, '0')}`, '2026-07-01', { role: 'change-champion' }),
  );
}

function mark(
  learner: string,
  at: string,
  phase: string,
  raw: number,
  more: Partial<ScoreRow> = {},
): ScoreRow {
  const whole = {
    assessment: 'skills-check',
    form: 'form-b',
    min: 0,
    max: 100,
    scaled: null,
    skill: '',
    attempt: null,
    program: 'ai-reskilling-2026',
  };
  return { ...origin(at), learner, phase, raw, ...whole, ...more };
}

function gates(
  members: readonly Member[],
  asOf: string,
  events: readonly ScoreRow[],
  isHidden: Parameters<typeof capabilityGates>[2] = () => false,
) {
  const frame: Frame = {
    clocks: { asOf: moment(asOf), knownBy: moment(asOf) },
    program: program(),
    members,
    identities: identityRegister([]),
  };
  const learning = learningFacts({ statements: [], completions: [] }, frame, NONE);
  const scores = { statements: [], events, phases: CAPABILITY_PHASES };
  return capabilityGates(learning, scores, isHidden).filter(({ role }) => role === 'change-champion');
}

describe('capabilityGates', () => {
  it('counts who reached the minimum in the phase of the day, by the end of the own day', () => {
    // the minimum of champions is 35 at day 30, which is 30 July; 30 July is still inside
    const reached = gates(champions(12), '2026-08-15', [
      mark('learner-00', '2026-07-30T12:00', 'day-30', 35),
      mark('learner-01', '2026-07-31T12:00', 'day-30', 90),
      mark('learner-02', '2026-07-20', 'day-30', 34),
      mark('learner-03', '2026-07-02', 'pre', 90),
      mark('learner-04', '2026-07-20', 'day-30', 90, { skill: 'safety' }),
      mark('learner-05', '2026-06-20', 'day-30', 90),
    ]);
    expect(reached).toEqual([
      {
        day: 30,
        role: 'change-champion',
        title: 'Managers and change champions',
        reached: 1,
        due: 12,
        suppressed: false,
      },
      {
        day: 90,
        role: 'change-champion',
        title: 'Managers and change champions',
        reached: 0,
        due: 0,
        suppressed: false,
      },
    ]);
  });

  it('takes the assessment after the program for day 90, and has no gate for a day nobody is assessed on', () => {
    const closed = gates(champions(10), '2026-10-31', [mark('learner-00', '2026-09-20', 'post', 55)]);
    expect(closed.map(({ day, reached, due }) => [day, reached, due])).toEqual([
      [30, 0, 10],
      [90, 1, 10],
    ]);
  });

  it('hides the group on the day on which the measure hides it', () => {
    const marks = [mark('learner-00', '2026-07-20', 'day-30', 90)];
    const [first, last] = gates(champions(9), '2026-08-15', marks, (_, day) => day === 30);
    expect(first).toMatchObject({ reached: null, due: null, suppressed: true });
    expect(last).toMatchObject({ day: 90, due: 0, suppressed: false });
  });
});
