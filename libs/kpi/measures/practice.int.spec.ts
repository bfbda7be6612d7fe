import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '#test/support/clickhouse';
import { exampleProgram } from '../testing/frame.ts';
import { moment } from '../testing/history.ts';
import { LogBook } from '../testing/log.ts';
import { measures } from './catalogue.ts';
import { measureAt } from './measure-at.ts';

const program = 'ai-reskilling-2026';
const clocks = { asOf: moment('2026-10-31T22:00'), knownBy: moment('2026-11-05') };
const later = { ...clocks, knownBy: moment('2026-11-20') };
const learners = Array.from({ length: 10 }, (_, index) => `learner-${index}`);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const log = new LogBook();
  log.event('program.defined', program, '2026-06-15', { definition: { ...exampleProgram() } });
  for (const learner of learners)
    log.event('learner.enrolled', program, '2026-07-01T08:00', {
      learner,
      cohort: 'summer-2026',
      role: 'change-champion',
      team: 'claims',
    });
  log.event('use-case.registered', program, '2026-07-01', {
    useCase: 'triage',
    version: '1',
    tier: 'high',
    owner: 'Olu',
  });
  log.event('use-case.first-used', program, '2026-07-02', { useCase: 'triage' });
  log.event('prompt.registered', program, '2026-07-01', { prompt: 'p', version: '1', owner: 'Ines' });
  practise(log, 'first', { mark: 3, minutes: 20, kept: true });
  await log.write(database.clickhouse);
});
afterAll(() => database.drop());

/** One of each event of practice, or one of each learner; told in time, or later. */
function practise(
  log: LogBook,
  name: string,
  how: { readonly mark: number; readonly minutes: number; readonly kept: boolean },
  recorded?: string,
): void {
  const more = recorded === undefined ? {} : { recorded };
  const tell = (noun: string, at: string, data: Record<string, unknown>, by = '') =>
    log.event(noun, program, at, data, { ...more, id: `${name}-${noun}${by}`, source: 'urn:tools' });
  for (const learner of learners) {
    const criteria = [{ criterion: 'one', points: how.mark, max: 4 }];
    tell('lab.scored', '2026-08-01', { learner, lab: 'drift', rubricVersion: '1', criteria }, learner);
    const rating = { skill: 'drift', competence: how.mark, criticality: 5, evidenceSource: 'test' };
    tell('skill.rated', '2026-08-01', { learner, ...rating }, learner);
    tell('certification.awarded', '2026-08-01', { learner, level: 'foundation' }, learner);
    if (!how.kept)
      tell('certification.revoked', '2026-08-02', { learner, level: 'foundation', reason: 'none' }, learner);
    const acceptance = how.kept ? 'as-is' : 'rejected';
    const use = { prompt: 'p', version: '1', learner, acceptance, minutesSaved: how.minutes };
    tell('prompt.used', '2026-08-01', use, learner);
    const pulse = { feedback: `${name}-${learner}`, kind: 'trust-pulse', score: how.mark, learner };
    tell('feedback.submitted', '2026-08-01', pulse, learner);
    tell('feedback.submitted', '2026-08-01', { feedback: `q-${learner}`, kind: 'question' }, `q-${learner}`);
  }
  tell('feedback.answered', '2026-08-03', { feedback: `q-learner-${how.mark}` });
  tell('release.recorded', '2026-08-01', { release: name, model: 'router', evaluated: how.kept });
  tell('artefact.published', '2026-08-01', { artefact: name, kind: 'playbook' });
  tell('capstone.presented', '2026-08-01', { capstone: name });
  tell('control-plan.documented', '2026-08-01', { useCase: 'triage', version: how.kept ? '0' : '1' });
  for (const phase of ['before', 'after']) {
    const size = phase === 'before' ? 1 : 2;
    const task = { task: 'letter', phase, minutes: how.minutes / size, rework: how.kept };
    tell('task.measured', '2026-08-01', task, phase);
    const { mark } = how;
    tell(
      'output.reviewed',
      '2026-08-01',
      {
        sample: `${name}-${phase}`,
        phase,
        reviewer: 'Ada',
        rubricVersion: '1',
        criteria: { accuracy: mark, completeness: mark, policyCompliance: mark, clarity: mark, rework: mark },
      },
      phase,
    );
  }
}

async function valuesAt(at: typeof clocks) {
  const answers = await Promise.all(
    measures.map((measure) => measureAt(database.clickhouse, 'default', program, measure, at)),
  );
  return new Map(answers.map((answer) => [answer.measure, answer]));
}

describe('measures of practice over ClickHouse', () => {
  it('stay what they were at a past pair of clocks, and take later events and voids in at a later one', async () => {
    const before = await valuesAt(clocks);
    const log = new LogBook();
    practise(log, 'second', { mark: 4, minutes: 40, kept: false }, '2026-11-10');
    const voided = { source: 'urn:tools', id: 'first-release.recorded', reason: 'never released' };
    log.event('event.voided', program, '2026-11-10', voided, { id: 'void', source: 'urn:tools' });
    await log.write(database.clickhouse);
    expect(await valuesAt(clocks)).toEqual(before);
    const after = await valuesAt(later);

    const told = (id: string) => [before, after].map((answers) => answers.get(id)?.value);
    expect(told('lab-scores')).toEqual([75, 100]);
    expect(told('certificates')).toEqual([1, 0]);
    expect(told('first-pass-acceptance')).toEqual([1, 10 / 20]);
    expect(told('minutes-saved')).toEqual([20, 30]);
    expect(told('prompt-reuse')).toEqual([1, 1]);
    expect(told('trust-pulse')).toEqual([3, 3.5]);
    expect(told('feedback')).toEqual([1 / 10, 2 / 10]);
    // the release that was covered is voided; the other is not covered
    expect(told('evaluation-coverage')).toEqual([1, 0]);
    expect(told('artefacts')).toEqual([2, 4]);
    // the plan that was known first is of another version
    expect(told('control-plans')).toEqual([0, 1]);
    expect(told('output-quality')).toEqual([0, 0]);
    expect(told('task-time')).toEqual([expect.closeTo(-0.5, 12), expect.closeTo(-0.5, 12)]);
    expect(told('rework')).toEqual([0, 0]);
    const cells = [before, after].map((answers) => answers.get('skills-heat-map')?.rows[0]?.value);
    expect(cells).toEqual([3, 4]);
  });
});
