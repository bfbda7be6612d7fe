import type { ClickHouse } from '#clickhouse';
import {
  EARLIEST_DAY,
  LATEST_INSTANT,
  badRequest,
  endOfDay,
  isCalendarDate,
  notFound,
  type Problem,
  parseInstant,
  type Instant,
  type ProblemDetail,
} from '#platform';
import { z } from 'zod';
import type { Clocks } from './clocks.ts';
import { programIds, type ProgramInForce } from './definition/program.query.ts';
import { recallProgram } from './recall/definitions.ts';

/** The two clocks as query parameters: an RFC 3339 moment, or a day, which means its end in the program's time zone. */
export const clocksQuery = z.strictObject({ asOf: z.string().optional(), knownBy: z.string().optional() });
export type ClocksQuery = z.infer<typeof clocksQuery>;

/** The resolved pair, and the program as in force at it. */
export interface AskedProgram {
  readonly clocks: Clocks;
  readonly inForce: ProgramInForce;
}

/**
 * Resolves what was asked: `knownBy` defaults to the watermark and cannot be later, `asOf` defaults to `knownBy`.
 * Throws 404 for a program that is not defined there, naming those that are, and 400 for a moment that is none, lies
 * ahead, or before what the log can hold.
 */
export async function askedProgram(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  asked: ClocksQuery,
  watermark: Instant,
): Promise<AskedProgram> {
  const ever = (knownBy: Instant) =>
    recallProgram(clickhouse, tenant, program, { asOf: LATEST_INSTANT, knownBy });
  // A definition that was voided since was known then, and an answer of then stays.
  const latest = (await ever(watermark)) ?? (await ever(roughly(asked.knownBy, watermark)));
  if (!latest) throw unknownProgram(program, await programIds(clickhouse, tenant, watermark));
  const clocks = resolveClocks(asked, latest.program.program.timeZone, watermark);
  const inForce = await recallProgram(clickhouse, tenant, program, clocks);
  if (!inForce) {
    throw notFound(
      `The program ${JSON.stringify(program)} was not defined as of ${clocks.asOf}, known by ${clocks.knownBy}; its latest definition is in force from ${latest.effectiveFrom} and was recorded at ${latest.recordedAt}.`,
    );
  }
  return { clocks, inForce };
}

/** What is asked for, before the zone is known that tells when a day ends. */
function roughly(asked: string | undefined, watermark: Instant): Instant {
  if (asked === undefined) return watermark;
  const moment = isCalendarDate(asked) ? endOfDay(asked, 'UTC') : parseInstant(asked);
  return moment === null || moment > watermark ? watermark : moment;
}

/** @throws a 400 problem that names the parameter and what would be right */
export function resolveClocks(asked: ClocksQuery, timeZone: string, watermark: Instant): Clocks {
  const errors: ProblemDetail[] = [];
  const read = (name: 'asOf' | 'knownBy', fallback: Instant): Instant => {
    const text = asked[name];
    if (text === undefined) return fallback;
    const moment = isCalendarDate(text) ? endOfDay(text, timeZone) : parseInstant(text);
    if (moment === null) {
      errors.push({
        pointer: name,
        reason: `${JSON.stringify(text)} is neither an RFC 3339 moment such as 2026-10-31T23:00:00Z nor a day such as 2026-10-31, from ${EARLIEST_DAY} to ${watermark}.`,
      });
      return fallback;
    }
    if (moment > watermark) {
      const meaning = moment === text ? '' : ` (that is ${moment})`;
      errors.push({
        pointer: name,
        reason: `${JSON.stringify(text)}${meaning} lies ahead: everything is known through ${watermark}. Ask for that or earlier.`,
      });
    }
    return moment;
  };
  const knownBy = read('knownBy', watermark);
  const asOf = read('asOf', knownBy);
  if (errors.length > 0) throw badRequest('The clocks cannot be used.', errors);
  return { asOf, knownBy };
}

/** A 404 that names the programs there are. */
export function unknownProgram(program: string, known: readonly string[]): Problem {
  const hint =
    known.length === 0
      ? 'None is defined yet: PUT /v1/programs/{program}.'
      : `Defined are: ${known.slice(0, 20).join(', ')}.`;
  return notFound(`There is no program ${JSON.stringify(program)}. ${hint}`);
}
