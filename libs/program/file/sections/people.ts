import { z } from 'zod';
import { identitySchema } from '#events';
import { isCalendarDate, isTimeZone, parseInstant } from '#platform';
import { date, id, text } from '../fields.ts';

/** The five KPIs by their ids. */
export const KPI_IDS = [
  'training-completion',
  'skills-gain',
  'prompt-consistency',
  'incident-response',
  'governance-coverage',
] as const;
export type KpiId = (typeof KPI_IDS)[number];

export const programSection = z.strictObject({
  id,
  title: text,
  timeZone: z
    .string({ error: 'Must be the name of a time zone, such as Europe/Berlin.' })
    .refine(isTimeZone, { error: 'No such time zone; use a name of the IANA list, such as Europe/Berlin.' }),
  locale: z.string().refine(isLocale, { error: 'Must be a language tag such as en-GB.' }).default('en-GB'),
  start: date,
  /** From when this definition is in force, a day in the program's zone or a moment; the start when absent. */
  effectiveFrom: z
    .string()
    .refine((value) => isCalendarDate(value) || parseInstant(value) !== null, {
      error:
        'Must be a day YYYY-MM-DD or an RFC 3339 date-time with an offset, between the years 1900 and 2299.',
    })
    .optional(),
});

export const ownersSection = z.strictObject({
  programLead: text,
  governanceLead: text,
  curriculumOwner: text,
  managerSponsor: text,
  kpis: z.strictObject(Object.fromEntries(KPI_IDS.map((kpi) => [kpi, text.optional()]))).prefault({}),
});

export const role = z.strictObject({ id, title: text, cluster: id.optional(), track: id.optional() });

/** A learner in the file is an enrolment at the start of the cohort. */
export const listedLearner = z.strictObject({
  learner: id,
  role: id.optional(),
  team: id.optional(),
  identities: z.array(identitySchema).max(100).optional(),
});

export const cohort = z.strictObject({
  id,
  title: text,
  start: date,
  learners: z.array(listedLearner).max(100_000).optional(),
  /** The cohort was picked because its members scored low: regression to the mean is to be expected. */
  selectedForLowScores: z.boolean().default(false),
});

/** Which events that name no program belong to this one; a dimension that is absent covers everything. */
export const scopeSection = z.strictObject({
  teams: z.array(id).optional(),
  models: z.array(id).optional(),
  useCases: z.array(id).optional(),
  learners: z.array(id).optional(),
});

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // RangeError: not a language tag
  }
}
