import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { identityRegister, parseProgramFile, type Program } from '#program';
import type { Member } from '../../cohort/member.ts';
import type { Frame } from '../../frame/frame.ts';
import { memberOf, moment, requiredModule } from '../../testing/history.ts';
import { learningFacts } from './learning-facts.ts';
import { moduleReach } from './modules.figure.ts';
import { paceOf } from './pace.figure.ts';
import { stuckLearners } from './stuck-learners.figure.ts';

const program = exampleProgram();
const required = [requiredModule('ai-literacy', {}), requiredModule('guardrails', {})];

function exampleProgram(): Program {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(text, 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}

function champions(count: number): Member[] {
  return Array.from({ length: count }, (_, index) =>
    memberOf(`learner-${String(index).padStart(2, '0')}`, '2026-07-01', {
      role: 'change-champion',
      required,
    }),
  );
}

/** Learners and the days on which they finished both modules. */
function learning(
  members: readonly Member[],
  asOf: string,
  done: readonly [string, string][],
  hidden: string[] = [],
) {
  const frame: Frame = {
    clocks: { asOf: moment(asOf), knownBy: moment(asOf) },
    program,
    members,
    identities: identityRegister([]),
  };
  const completions = done.flatMap(([learner, day]) =>
    required.map(({ id }) => ({
      source: 'urn:test',
      id: `${learner}-${id}`,
      occurredAt: moment(day),
      recordedAt: moment(day),
      program: 'ai-reskilling-2026',
      learner,
      module: id,
      activity: '',
    })),
  );
  return learningFacts({ statements: [], completions }, frame, {
    hiddenRoles: new Set(hidden),
    hiddenTracks: new Set(),
  });
}

describe('paceOf', () => {
  it('sets the last two weeks beside what the target still needs', () => {
    // of 20, 85% is 17: 4 are complete, 13 to go in the four weeks to 28 September
    const facts = learning(champions(20), '2026-08-31T23:59', [
      ['learner-00', '2026-07-10'],
      ['learner-01', '2026-08-20'],
      ['learner-02', '2026-08-25'],
      ['learner-03', '2026-08-31'],
    ]);
    expect(paceOf(facts)).toEqual([
      {
        role: 'change-champion',
        title: 'Managers and change champions',
        perWeek: 1.5,
        neededPerWeek: expect.closeTo(13 / 4, 2),
        windowEnds: '2026-09-29',
        suppressed: false,
      },
    ]);
  });

  it('has nothing to say of a role whose windows are over, and no number of a hidden one', () => {
    expect(paceOf(learning(champions(20), '2026-10-31', []))).toEqual([]);
    expect(
      paceOf(learning(champions(3), '2026-08-31', [['learner-00', '2026-08-30']], ['change-champion'])),
    ).toEqual([expect.objectContaining({ perWeek: 0, neededPerWeek: 0, suppressed: true })]);
  });
});

describe('stuckLearners', () => {
  it('names those behind an even pace inside their window, not who withdrew or is done', () => {
    const [ahead, behind, gone, done] = champions(4);
    if (!ahead || !behind || !gone || !done) throw new Error('Too few.');
    const half = { ...ahead, required: [requiredModule('ai-literacy', {})] };
    const members = [half, behind, { ...gone, withdrawn: true }, done];
    const facts = learning(members, '2026-07-20', [[done.learner, '2026-07-10']]);
    expect(stuckLearners(facts).map(({ learner, missing }) => [learner, missing])).toEqual([
      ['learner-01', 2],
      ['learner-00', 1],
    ]);
    expect(stuckLearners(learning(members, '2026-10-31', []))).toEqual([]);
  });
});

describe('moduleReach', () => {
  it('asks of each module only those it is required of', () => {
    const [first, ...rest] = champions(6);
    if (!first) throw new Error('Too few.');
    const members = [{ ...first, required: [requiredModule('ai-literacy', {})] }, ...rest];
    const reach = moduleReach(learning(members, '2026-08-31', [[first.learner, '2026-08-01']]));
    expect(reach.slice(0, 3).map(({ module, cohort, completed }) => [module, cohort, completed])).toEqual([
      ['ai-literacy', 6, 1],
      ['guardrails', 5, 0],
      ['monitoring-drift', 0, 0],
    ]);
  });

  it('shows nothing of a cohort that is too small', () => {
    const reach = moduleReach(learning(champions(4), '2026-08-31', []));
    expect(
      reach.every(({ cohort, completed, suppressed }) => suppressed && cohort === null && completed === null),
    ).toBe(true);
  });
});
