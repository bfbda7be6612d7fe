import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#platform';
import { parseProgramFile } from './parse-program-file.ts';
import type { ProgramFileError } from './source-text.ts';

const example = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');

const minimal = `program: { id: p, title: P, timeZone: UTC, start: 2026-07-01 }
owners: { programLead: A, governanceLead: B, curriculumOwner: C, managerSponsor: D }
roles: [{ id: r, title: R }]
`;

describe('errors of the example with one line changed', () => {
  it.each<[string, string, string, string, RegExp]>([
    [
      'a role of no track',
      'track: model-operations }',
      'track: nowhere }',
      '/roles/0/track',
      /no track nowhere/,
    ],
    [
      'a module twice',
      '- id: control-plans',
      '- id: risk-tiering',
      '/tracks/2/modules/1/id',
      /module risk-tiering is there already/,
    ],
    [
      'a module of two tracks',
      '- id: prompt-patterns',
      '- id: monitoring-drift',
      '/tracks/1/modules/0/id',
      /there already/,
    ],
    [
      'an activity of two modules',
      'activities: [https://lms.example.org/course/guardrails]',
      'activities: [https://lms.example.org/course/ai-literacy]',
      '/common/modules/1/activities/0',
      /activity/,
    ],
    [
      'an activity of a module and a form',
      'activities: { post: [https://lms.example.org/assessment/skills-b/post] }',
      'activities: { post: [https://lms.example.org/course/risk-tiering] }',
      '/assessments/0/forms/1/activities/post/0',
      /activity/,
    ],
    [
      'a form equivalent to none',
      'equivalentTo: [form-a]',
      'equivalentTo: [form-x]',
      '/assessments/0/forms/1/equivalentTo/0',
      /no form form-x/,
    ],
    [
      'a form without a scale',
      '- id: form-c\n        activities: { post: [https://lms.example.org/assessment/skills-c/post] }\n        scaled: true',
      '- id: form-c',
      '/assessments/0/forms/2',
      /scale/,
    ],
    [
      'a form with two scales',
      '        equivalentTo: [form-a]',
      '        scaled: true',
      '/assessments/0/forms/1/scaled',
      /not both/,
    ],
    [
      'a scale upside down',
      'scale: { min: 0, max: 50 }',
      'scale: { min: 60, max: 50 }',
      '/assessments/0/forms/0/scale/max',
      /greater than min/,
    ],
    [
      'a phase that is not asked',
      '{ post: [https://lms.example.org/assessment/skills-c/post] }',
      '{ day-30: [https://lms.example.org/assessment/skills-c/post] }',
      '/assessments/0/forms/2/activities/day-30',
      /no phase day-30/,
    ],
    [
      'capability of no role',
      '- { day: 30, role: change-champion, minimum: 35 }',
      '- { day: 30, role: ghost, minimum: 35 }',
      '/calendar/minimumCapability/9/role',
      /no role ghost/,
    ],
    [
      'capability after the end',
      '- { day: 90, role: change-champion, minimum: 55 }',
      '- { day: 91, role: change-champion, minimum: 55 }',
      '/calendar/minimumCapability/11/day',
      /90 days/,
    ],
    [
      'a phase after the end',
      'fromDay: 61, toDay: 90',
      'fromDay: 61, toDay: 91',
      '/calendar/phases/2/toDay',
      /90 days/,
    ],
    [
      'a phase backwards',
      'fromDay: 31, toDay: 60',
      'fromDay: 61, toDay: 60',
      '/calendar/phases/1/toDay',
      /before fromDay/,
    ],
    [
      'a cohort before the program',
      'title: Summer 2026, start: 2026-07-01',
      'title: Summer 2026, start: 2026-06-30',
      '/cohorts/0/start',
      /start/,
    ],
    [
      'a time zone of nowhere',
      'timeZone: Europe/Berlin',
      'timeZone: Europe/Atlantis',
      '/program/timeZone',
      /time zone/,
    ],
    [
      'a day that does not exist',
      '  start: 2026-07-01',
      '  start: 2026-02-30',
      '/program/start',
      /YYYY-MM-DD/,
    ],
    [
      'a window backwards',
      'current: { start: 2026-09-01, end: 2026-10-31 }',
      'current: { start: 2026-09-01, end: 2026-08-31 }',
      '/prompt-review/current/end',
      /before start/,
    ],
    [
      'reviews compared with their own baseline',
      'current: { start: 2026-09-01, end: 2026-10-31 }',
      'current: { start: 2026-07-31, end: 2026-10-31 }',
      '/prompt-review/current/start',
      /after the end of the baseline/,
    ],
    [
      'incidents compared with their own baseline',
      'current: { start: 2026-07-01, end: 2026-10-31 }',
      'current: { start: 2026-06-30, end: 2026-10-31 }',
      '/incidents/current/start',
      /after the end of the baseline/,
    ],
    [
      'a high-risk tier that is none',
      'highRisk: [high]',
      'highRisk: [severe]',
      '/governance/highRisk/0',
      /no tier severe/,
    ],
    [
      'a certificate of no module',
      'modules: [ai-literacy, guardrails]',
      'modules: [ai-literacy, guardrail]',
      '/certification/levels/0/modules/1',
      /no module guardrail/,
    ],
    ['a number for text', "version: '2'", 'version: 2', '/prompt-review/version', /quotes/],
    [
      'a share in percent',
      'training-completion: { value: 0.85',
      'training-completion: { value: 85',
      '/targets/training-completion/value',
      /between 0 and 1/,
    ],
    [
      'privacy lowered',
      'minimumGroup: { scores: 10, counts: 5 }',
      'minimumGroup: { scores: 3, counts: 5 }',
      '/privacy/minimumGroup/scores',
      /never lowered/,
    ],
    ['an unknown property', 'staleAfter: P7D', 'staleafter: P7D', '/status/staleafter', /Unknown/],
    ['a duration in words', 'staleAfter: P7D', 'staleAfter: a week', '/status/staleAfter', /ISO 8601/],
    [
      'a mail address that is none',
      'executive: [cio@example.org]',
      'executive: [cio]',
      '/reports/recipients/executive/0',
      /mail/,
    ],
  ])('%s', (_, from, to, pointer, reason) => {
    expect(example.split(from)).toHaveLength(2);
    const text = example.replace(from, to);
    const errors = faults(text);
    expect(errors).toEqual([
      {
        line: example.slice(0, example.indexOf(from)).split('\n').length,
        column: expect.any(Number),
        pointer,
        reason: expect.stringMatching(reason),
      },
    ]);
  });

  it('are told all at once, of the shape and across sections, in the order of the lines', () => {
    const text = example
      .replace('timeZone: Europe/Berlin', 'timeZone: Nowhere')
      .replace('cluster: leadership }', 'cluster: leadership, track: none }')
      .replace('highRisk: [high]', 'highRisk: [severe]')
      .replace('  managerSponsor: Tomasz Wolski\n', '');
    expect(faults(text).map(({ pointer }) => pointer)).toEqual([
      '/program/timeZone',
      '/owners/managerSponsor',
      '/roles/3/track',
      '/governance/highRisk/0',
    ]);
  });

  it('point at the column of the value in a flow of values', () => {
    const text = example.replace('track: model-operations }', 'track: nowhere }');
    const [error] = faults(text);
    const line = text.split('\n')[(error?.line ?? 0) - 1] ?? '';
    expect(line.slice((error?.column ?? 0) - 1)).toMatch(/^track: nowhere/);
  });
});

describe('learners in a cohort', () => {
  const cohort = (...learners: string[]) =>
    `${minimal}cohorts:\n  - id: c\n    title: C\n    start: 2026-07-01\n    learners:\n${learners.map((learner) => `      - ${learner}\n`).join('')}`;

  it.each<[string, string, number, string]>([
    ['one learner twice', '{ learner: E-1 }', 10, '/cohorts/0/learners/1/learner'],
    ['a role of none', '{ learner: E-2, role: ghost }', 10, '/cohorts/0/learners/1/role'],
    [
      'an identity of another',
      '{ learner: E-2, identities: [{ mbox: "mailto:a@EXAMPLE.org" }] }',
      10,
      '/cohorts/0/learners/1/identities/0',
    ],
    [
      'an identity of another by its hash',
      '{ learner: E-2, identities: [{ mbox_sha1sum: HASH }] }',
      10,
      '/cohorts/0/learners/1/identities/0',
    ],
  ])('%s', (_, second, line, pointer) => {
    // sha1sum of mailto:a@example.org, by coreutils
    const text = cohort(
      '{ learner: E-1, identities: [{ mbox: "mailto:a@example.org" }] }',
      second.replace('HASH', '61e82864d7559ab5c29c373d44dbc4d37c4749e5'),
    );
    expect(faults(text)).toEqual([{ line, column: expect.any(Number), pointer, reason: expect.any(String) }]);
  });
});

function faults(text: string): readonly ProgramFileError[] {
  const parsed = parseProgramFile(text, 'yaml');
  if (parsed.ok) throw new Error('Accepted.');
  return parsed.errors;
}
