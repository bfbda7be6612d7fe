import { identityKeys, identitySchema } from '#events';
import type { FileFault } from '../file-fault.ts';
import type { Skeleton } from '../skeleton.ts';
import { dangling, idsIn, namesOf, repeated } from './unique.ts';

/** Roles, cohorts and the learners that they list. */
export function peopleFaults(file: Skeleton): FileFault[] {
  const roles = namesOf(file.roles);
  const learners = file.cohorts.flatMap((cohort, at) =>
    cohort.learners.map((listed, index) => ({ listed, path: ['cohorts', at, 'learners', index] })),
  );
  return [
    ...repeated(idsIn(file.roles, ['roles']), 'role'),
    ...repeated(idsIn(file.cohorts, ['cohorts']), 'cohort'),
    ...dangling(
      file.roles.map(({ track }, index) => ({ name: track, path: ['roles', index, 'track'] })),
      namesOf(file.tracks),
      'track',
    ),
    ...repeated(
      learners.map(({ listed, path }) => ({ name: listed.learner, path: [...path, 'learner'] })),
      'learner',
    ),
    ...dangling(
      learners.map(({ listed, path }) => ({ name: listed.role, path: [...path, 'role'] })),
      roles,
      'role',
    ),
    ...sharedIdentities(learners),
  ];
}

/** An identity of two learners would count a statement for both. */
function sharedIdentities(
  learners: readonly {
    listed: Skeleton['cohorts'][number]['learners'][number];
    path: readonly PropertyKey[];
  }[],
): FileFault[] {
  const owners = new Map<string, PropertyKey>();
  const faults: FileFault[] = [];
  learners.forEach(({ listed, path }, position) => {
    listed.identities.forEach((value, index) => {
      const identity = identitySchema.safeParse(value);
      if (!identity.success) return;
      const keys = identityKeys(identity.data);
      if (keys.some((key) => (owners.get(key) ?? position) !== position)) {
        faults.push({
          path: [...path, 'identities', index],
          reason: 'Another learner of this file has this identity.',
        });
      }
      for (const key of keys) owners.set(key, owners.get(key) ?? position);
    });
  });
  return faults;
}
