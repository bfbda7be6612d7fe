import { FactQuery, originColumns, originOf } from '#facts';
import { z } from 'zod';
import { cmi5Verb, type Cmi5Statement } from './cmi5-statement.ts';

const number = z.number().nullable();
const boolean = z.union([z.boolean(), z.number().transform(Boolean)]);

/**
 * Every statement of a tenant that cmi5 defines. Of all programs, since what a unit says first and last need not name an activity that a
 * program knows, and one reading serves them all.
 */
export const cmi5Facts = new FactQuery({
  name: 'kpi.cmi5-statements',
  types: ['plumbline.xapi.statement-stored'],
  table: 'cmi5_facts',
  columns:
    'activity, registration, session, verb, move_on, lasts, mastery_score, launch_mode, completion, success, scaled, raw, min, max',
  where: 'true',
  params: z.object({}),
  row: z
    .object({
      ...originColumns,
      activity: z.string(),
      registration: z.string(),
      session: z.string(),
      verb: z.string(),
      move_on: boolean,
      lasts: boolean,
      mastery_score: number,
      launch_mode: z.string(),
      completion: boolean.nullable(),
      success: boolean.nullable(),
      scaled: number,
      raw: number,
      min: number,
      max: number,
    })
    .transform((row): Cmi5Statement => {
      const { activity, registration, session, completion, success, scaled, raw, min, max } = row;
      return {
        ...originOf(row),
        verb: cmi5Verb(row.verb),
        activity,
        registration,
        session,
        movesOn: row.move_on,
        hasDuration: row.lasts,
        masteryScore: row.mastery_score,
        launchMode: row.launch_mode === '' ? null : row.launch_mode,
        completion,
        success,
        score: { scaled, raw, min, max },
      };
    }),
});
