import { addDays, endOfDay, localDate, type Instant } from '#platform';
import type { Expected, Reading } from './figure.ts';
import { governanceCoverage } from './governance-coverage.ts';
import { incidentResponse } from './incident-response.ts';
import type { LogEntry, Pair } from './log.ts';
import { programAt, type Program } from './program.ts';
import { promptConsistency } from './prompt-consistency.ts';
import { skillsGain } from './skills-gain.ts';
import { trainingCompletion } from './training-completion.ts';

/** The five KPIs of a program at a pair, read naively from the log, with their rows by a dimension. */
export function expectedAt(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): ReadonlyMap<string, Reading> {
  return new Map<string, Reading>([
    ['training-completion', trainingCompletion(log, program, pair, by)],
    ['skills-gain', skillsGain(log, program, pair, by)],
    ['prompt-consistency', promptConsistency(log, program, pair, by)],
    ['incident-response', incidentResponse(log, program, pair, by)],
    ['governance-coverage', governanceCoverage(log, program, pair, by)],
  ]);
}

interface Point {
  readonly asOf: Instant;
  readonly value: number | null;
  readonly status: string;
}

/**
 * The trend of each KPI: a point for each month end from the start of the program to before the asked moment, by the definition
 * in force then, with the knowledge asked for ("trend points use the asked `knownBy`").
 */
export function trendsAt(
  log: readonly LogEntry[],
  program: Program,
  { asOf, knownBy }: Pair,
): ReadonlyMap<string, readonly Point[]> {
  const trends = new Map<string, Point[]>();
  for (const monthEnd of monthEnds(program, asOf)) {
    const pair = { asOf: monthEnd, knownBy };
    const then = programAt(log, program.program.id, pair);
    if (then === null) continue;
    for (const [kpi, { whole }] of expectedAt(log, then, pair, 'cohort')) {
      const point = { asOf: monthEnd, value: whole.value, status: whole.status };
      trends.set(kpi, [...(trends.get(kpi) ?? []), point]);
    }
  }
  return trends;
}

function monthEnds({ program: { start, timeZone } }: Program, asOf: Instant): Instant[] {
  const ends: Instant[] = [];
  const last = localDate(asOf, timeZone);
  for (let day = start; day <= last; day = addDays(day, 1))
    if (addDays(day, 1).endsWith('-01')) ends.push(endOfDay(day, timeZone));
  return ends.filter((end) => end < asOf);
}

export type { Expected };
