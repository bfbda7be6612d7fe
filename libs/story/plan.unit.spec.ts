import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { endOfDay, isCalendarDate, projectRoot, startOfDay } from '#platform';
import { timeZone } from './calendar.ts';
import {
  cohortId,
  elective,
  formActivity,
  forms,
  minimums,
  periods,
  programId,
  requiredModules,
  roles,
  rubric,
  targets,
  teams,
  tiers,
} from './plan.ts';

const module = z.object({
  id: z.string(),
  activities: z.array(z.string()),
  moveOn: z.string(),
  priorCompletionCounts: z.boolean().default(false),
  cmi5: z.string().default('au'),
  required: z.boolean().default(true),
});
const period = z.object({ start: z.string(), end: z.string() });
const file = z.object({
  program: z.object({ id: z.string(), timeZone: z.string() }),
  roles: z.array(z.object({ id: z.string(), track: z.string().optional() })),
  common: z.object({ modules: z.array(module) }),
  tracks: z.array(z.object({ id: z.string(), modules: z.array(module) })),
  assessments: z.array(
    z.object({
      forms: z.array(
        z.object({
          id: z.string(),
          activities: z.record(z.string(), z.array(z.string())),
          scale: z.object({ min: z.literal(0), max: z.number() }).optional(),
          equivalentTo: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
  cohorts: z.array(z.object({ id: z.string() })),
  targets: z.record(z.string(), z.object({ value: z.number().optional() })),
  status: z.object({
    minimumN: z.object({
      'skills-gain': z.number(),
      'prompt-consistency': z.object({ prompts: z.number(), calibrationItems: z.number() }),
      'incident-response': z.object({ mitigatedPerPeriod: z.number() }),
    }),
    matched: z.number(),
  }),
  scope: z.object({ teams: z.array(z.string()) }),
  'prompt-review': z.object({
    version: z.string(),
    passMark: z.number(),
    k: z.number(),
    baseline: period,
    current: period,
  }),
  incidents: z.object({ baseline: period, current: period }),
  governance: z.object({ tiers: z.array(z.string()), period }),
});

const path = join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml');
const program = file.parse(parse(readFileSync(path, 'utf8')));

describe('the plan of the story', () => {
  it('names the program, cohort, roles, teams and tiers of the example file', () => {
    expect([programId, timeZone, [cohortId]]).toEqual([
      program.program.id,
      program.program.timeZone,
      program.cohorts.map((cohort) => cohort.id),
    ]);
    expect(roles).toEqual(program.roles.map((role) => role.id));
    expect(teams).toEqual(program.scope.teams);
    expect(tiers).toEqual(program.governance.tiers);
  });

  it('asks of each role what the file asks', () => {
    for (const role of program.roles) {
      const track = program.tracks.find(({ id }) => id === role.track)?.modules ?? [];
      const asked = [...program.common.modules, ...track].filter(({ required }) => required);
      const known = roles.find((one) => one === role.id) ?? null;
      expect(
        requiredModules(known).map(({ id, activity, moveOn, priorCounts, dialect }) => ({
          id,
          activities: [activity],
          moveOn,
          priorCompletionCounts: priorCounts,
          cmi5: dialect === 'cmi5-course' ? 'course' : 'au',
          required: true,
        })),
      ).toEqual(asked);
    }
    const optional = program.tracks.flatMap(({ modules }) => modules.filter(({ required }) => !required));
    expect(optional.map(({ id, activities }) => [id, activities])).toEqual([
      [elective.id, [elective.activity]],
    ]);
  });

  it('knows the forms, their scales and which are equivalent', () => {
    const declared = program.assessments.flatMap((assessment) => assessment.forms);
    expect(declared.map((form) => [form.id, form.scale?.max ?? null])).toEqual(
      Object.entries(forms).map(([id, form]) => [id, form.max]),
    );
    const named = declared.flatMap((form) => Object.values(form.activities).flat());
    expect(named).toEqual([
      formActivity('form-a', 'pre'),
      formActivity('form-a', 'post'),
      formActivity('form-b', 'post'),
      formActivity('form-c', 'post'),
    ]);
    expect(declared.filter((form) => form.equivalentTo.length > 0).map((form) => form.id)).toEqual([
      'form-b',
    ]);
  });

  it('has the targets, minimums and marks of the file', () => {
    expect(targets).toEqual({
      trainingCompletion: program.targets['training-completion']?.value,
      skillsGain: program.targets['skills-gain']?.value,
      governanceCoverage: program.targets['governance-coverage']?.value,
    });
    const { minimumN, matched } = program.status;
    expect(minimums).toEqual({
      learners: minimumN['skills-gain'],
      matched,
      ...minimumN['incident-response'],
      ...minimumN['prompt-consistency'],
    });
    const review = program['prompt-review'];
    expect([rubric.version, rubric.passMark, rubric.k]).toEqual([review.version, review.passMark, review.k]);
  });

  it('has the periods of the file as moments in its zone', () => {
    const between = ({ start, end }: z.infer<typeof period>) => {
      if (!isCalendarDate(start) || !isCalendarDate(end)) throw new RangeError('The file names no days.');
      return { from: startOfDay(start, timeZone), to: endOfDay(end, timeZone) };
    };
    expect(periods).toEqual({
      reviewBaseline: between(program['prompt-review'].baseline),
      reviewCurrent: between(program['prompt-review'].current),
      incidentBaseline: between(program.incidents.baseline),
      incidentCurrent: between(program.incidents.current),
      governance: between(program.governance.period),
    });
  });
});
