import { z } from 'zod';
import {
  assessment,
  calendarSection,
  certificationSection,
  commonSection,
  track,
} from './sections/learning.ts';
import {
  governanceSection,
  incidentsSection,
  privacySection,
  promptReviewSection,
  reportsSection,
  statusSection,
  targetsSection,
} from './sections/measuring.ts';
import { cohort, ownersSection, programSection, role, scopeSection } from './sections/people.ts';

/** The program file, with its defaults; what one section says of another is checked by `crossChecks`. */
export const programSchema = z.strictObject({
  program: programSection,
  owners: ownersSection,
  roles: z.array(role).min(1, 'A program has at least one role.'),
  common: commonSection.prefault({}),
  tracks: z.array(track).default([]),
  assessments: z.array(assessment).default([]),
  cohorts: z.array(cohort).default([]),
  calendar: calendarSection.prefault({}),
  targets: targetsSection.prefault({}),
  status: statusSection.prefault({}),
  scope: scopeSection.prefault({}),
  'prompt-review': promptReviewSection.prefault({}),
  incidents: incidentsSection.prefault({}),
  governance: governanceSection.prefault({}),
  certification: certificationSection.prefault({}),
  privacy: privacySection.prefault({}),
  reports: reportsSection.prefault({}),
});

export type ProgramFile = z.output<typeof programSchema>;
