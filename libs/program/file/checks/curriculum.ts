import type { FileFault } from '../file-fault.ts';
import type { Skeleton } from '../skeleton.ts';
import { dangling, idsIn, namesOf, repeated, type Named } from './unique.ts';

/** Tracks, modules, assessments, activity ids and certificates. */
export function curriculumFaults(file: Skeleton): FileFault[] {
  const groups = [
    { modules: file.common.modules, path: ['common', 'modules'] },
    ...file.tracks.map(({ modules }, index) => ({ modules, path: ['tracks', index, 'modules'] })),
  ];
  const modules = groups.flatMap(({ modules }) => modules);
  const activities: Named[] = [
    ...groups.flatMap(({ modules, path }) =>
      modules.flatMap((module, index) => activitiesOf(module.activities, [...path, index, 'activities'])),
    ),
    ...file.assessments.flatMap(({ forms }, assessment) =>
      forms.flatMap((form, index) =>
        Object.entries(form.activities).flatMap(([phase, listed]) =>
          activitiesOf(listed, ['assessments', assessment, 'forms', index, 'activities', phase]),
        ),
      ),
    ),
  ];
  return [
    ...repeated(idsIn(file.tracks, ['tracks']), 'track'),
    ...repeated(
      groups.flatMap(({ modules, path }) => idsIn(modules, path)),
      'module',
    ),
    ...repeated(activities, 'activity'),
    ...repeated(idsIn(file.assessments, ['assessments']), 'assessment'),
    ...file.assessments.flatMap((assessment, index) => formFaults(assessment, ['assessments', index])),
    ...repeated(idsIn(file.certification.levels, ['certification', 'levels']), 'level'),
    ...dangling(
      file.certification.levels.flatMap((level, index) =>
        level.modules.map((name, at) => ({ name, path: ['certification', 'levels', index, 'modules', at] })),
      ),
      namesOf(modules),
      'module',
    ),
  ];
}

function formFaults(assessment: Skeleton['assessments'][number], path: readonly PropertyKey[]): FileFault[] {
  const forms = namesOf(assessment.forms);
  const faults = repeated(idsIn(assessment.forms, [...path, 'forms']), 'form');
  assessment.forms.forEach((form, index) => {
    const here = [...path, 'forms', index];
    const equivalents = form.equivalentTo.map((name, at) => ({ name, path: [...here, 'equivalentTo', at] }));
    faults.push(...dangling(equivalents, forms, 'form'));
    for (const phase of Object.keys(form.activities)) {
      if (assessment.phases.length === 0 || assessment.phases.includes(phase)) continue;
      faults.push({ path: [...here, 'activities', phase], reason: `The assessment has no phase ${phase}.` });
    }
    faults.push(...scaleFaults(form, here));
  });
  return faults;
}

function scaleFaults(
  form: Skeleton['assessments'][number]['forms'][number],
  path: readonly PropertyKey[],
): FileFault[] {
  const { scale, scaled } = form;
  if (scale === undefined) {
    return scaled === true
      ? []
      : [{ path, reason: 'A form declares its scale (min, max), or scaled: true for scaled scores.' }];
  }
  if (scaled === true) {
    return [
      {
        path: [...path, 'scaled'],
        reason: 'A form has a scale or scaled scores, not both: scales are never mixed.',
      },
    ];
  }
  return scale.max !== undefined && scale.max <= (scale.min ?? 0)
    ? [{ path: [...path, 'scale', 'max'], reason: 'Must be greater than min.' }]
    : [];
}

function activitiesOf(listed: readonly (string | undefined)[], path: readonly PropertyKey[]): Named[] {
  return listed.map((name, index) => ({ name, path: [...path, index] }));
}
