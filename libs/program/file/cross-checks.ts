import { calendarFaults, windowFaults } from './checks/dates.ts';
import { curriculumFaults } from './checks/curriculum.ts';
import { peopleFaults } from './checks/people.ts';
import type { FileFault } from './file-fault.ts';
import { skeletonOf } from './skeleton.ts';

/** What one section of a program file says that contradicts another. */
export function crossChecks(value: unknown): FileFault[] {
  const file = skeletonOf(value);
  return [...peopleFaults(file), ...curriculumFaults(file), ...calendarFaults(file), ...windowFaults(file)];
}
