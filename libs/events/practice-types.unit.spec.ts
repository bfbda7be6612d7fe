import { describe, expect, it } from '@jest/globals';
import { jsonPointer, zodDetails } from '#platform';
import { eventType } from './catalogue.ts';

/** What is wrong with the data of an example after some of it is replaced; undefined leaves a property out. */
function faults(type: string, change: Readonly<Record<string, unknown>>): string[] {
  const definition = eventType(`plumbline.${type}`);
  if (!definition) throw new Error(`No type ${type}.`);
  const changed = Object.entries({ ...definition.example, ...change }).filter(
    ([, value]) => value !== undefined,
  );
  const parsed = definition.data.safeParse(Object.fromEntries(changed));
  return parsed.success ? [] : [...new Set(zodDetails(parsed.error).map(({ pointer }) => pointer))].sort();
}

describe('lab.scored', () => {
  const criterion = (name: string, points: number, max: number) => ({ criterion: name, points, max });
  it.each([
    [[criterion('a', 0, 4)], []],
    [[criterion('a', 4, 4), criterion('b', 0.5, 1)], []],
    [[criterion('a', 4.5, 4)], [['criteria', 0, 'points']]],
    [[criterion('a', -1, 4)], [['criteria', 0, 'points']]],
    [[criterion('a', 0, 0)], [['criteria', 0, 'max']]],
    [[criterion('a', 1, 4), criterion('a', 2, 4)], [['criteria']]],
    [[], [['criteria']]],
    [{ a: 3 }, [['criteria']]],
  ])('criteria %j', (criteria, paths) => {
    expect(faults('lab.scored', { criteria })).toEqual(paths.map((path) => jsonPointer(path)));
  });
});

describe('certification', () => {
  it('is awarded until a moment or for as long as the program file says, and revoked for a reason', () => {
    expect(faults('certification.awarded', { expires: undefined, module: undefined })).toEqual([]);
    expect(faults('certification.awarded', { expires: '2027-09-30' })).toEqual(['/expires']);
    expect(faults('certification.awarded', { expires: null })).toEqual(['/expires']);
    expect(faults('certification.revoked', { reason: undefined })).toEqual(['/reason']);
  });
});

describe('skill.rated', () => {
  it('is of a learner or of a role, on scales from 1 to 5, and says what it rests on', () => {
    expect(faults('skill.rated', { learner: undefined })).toEqual([]);
    expect(faults('skill.rated', { role: undefined, criticality: undefined })).toEqual([]);
    expect(faults('skill.rated', { learner: undefined, role: undefined })).toEqual(['/learner']);
    expect(faults('skill.rated', { competence: 0, criticality: 6 })).toEqual(['/competence', '/criticality']);
    expect(faults('skill.rated', { evidenceSource: 'hearsay' })).toEqual(['/evidenceSource']);
  });
});

describe('output.reviewed', () => {
  it('has all five criteria of the output rubric, and a phase', () => {
    const four = { accuracy: 4, completeness: 5, policyCompliance: 5, clarity: 4 };
    expect(faults('output.reviewed', { criteria: { ...four, rework: 1 } })).toEqual([]);
    expect(faults('output.reviewed', { criteria: four })).toEqual(['/criteria/rework']);
    expect(faults('output.reviewed', { criteria: { ...four, rework: 5.1 } })).toEqual(['/criteria/rework']);
    expect(faults('output.reviewed', { phase: 'during' })).toEqual(['/phase']);
  });
});

describe('prompt.used', () => {
  it('tells what became of the output and what it saved, or neither', () => {
    expect(
      faults('prompt.used', { acceptance: undefined, minutesSaved: undefined, learner: undefined }),
    ).toEqual([]);
    expect(faults('prompt.used', { minutesSaved: -30 })).toEqual([]);
    expect(faults('prompt.used', { minutesSaved: 1441 })).toEqual(['/minutesSaved']);
    expect(faults('prompt.used', { minutesSaved: '12' })).toEqual(['/minutesSaved']);
    expect(faults('prompt.used', { acceptance: 'as is' })).toEqual(['/acceptance']);
  });
});

describe('control-plan.documented', () => {
  it('is of one version of a use case', () => {
    expect(faults('control-plan.documented', { plan: undefined, owner: undefined })).toEqual([]);
    expect(faults('control-plan.documented', { version: undefined })).toEqual(['/version']);
  });
});

describe('release.recorded', () => {
  it('says whether evaluation covers it', () => {
    expect(faults('release.recorded', { evaluated: false, evaluation: undefined })).toEqual([]);
    expect(faults('release.recorded', { evaluated: 'yes' })).toEqual(['/evaluated']);
    expect(faults('release.recorded', { model: undefined })).toEqual(['/model']);
  });
});

describe('artefact.published and capstone.presented', () => {
  it('name what was made; who made it may stay untold', () => {
    expect(faults('artefact.published', { team: undefined, learner: undefined })).toEqual([]);
    expect(faults('artefact.published', { kind: undefined })).toEqual(['/kind']);
    expect(faults('capstone.presented', { team: undefined })).toEqual([]);
    expect(faults('capstone.presented', { kind: 'demo' })).toEqual(['/kind']);
  });
});

describe('task.measured', () => {
  it('measures minutes, rework or escalation, at least one', () => {
    expect(faults('task.measured', { minutes: undefined, rework: undefined })).toEqual([]);
    const nothing = { minutes: undefined, rework: undefined, escalated: undefined };
    expect(faults('task.measured', nothing)).toEqual(['/minutes']);
    expect(faults('task.measured', { minutes: 0 })).toEqual(['/minutes']);
    expect(faults('task.measured', { rework: 'no' })).toEqual(['/rework']);
  });
});

describe('feedback', () => {
  it('has a kind of the closed list; a trust pulse has a score', () => {
    expect(faults('feedback.submitted', { kind: 'problem', score: undefined })).toEqual([]);
    expect(faults('feedback.submitted', { score: undefined })).toEqual(['/score']);
    expect(faults('feedback.submitted', { score: 0 })).toEqual(['/score']);
    expect(faults('feedback.submitted', { kind: 'rant' })).toEqual(['/kind']);
    expect(faults('feedback.answered', { answeredBy: undefined })).toEqual([]);
    expect(faults('feedback.answered', { feedback: undefined })).toEqual(['/feedback']);
  });
});
