import type { Expected, Ends, Reading } from './figure.ts';
import { governanceCoverage } from './governance-coverage.ts';
import { incidentResponse, type Difference } from './incident-response.ts';
import type { LogEntry, Pair } from './log.ts';
import type { Program } from './program.ts';
import { promptConsistency } from './prompt-consistency.ts';
import { skillsGain } from './skills-gain.ts';
import { trainingCompletion } from './training-completion.ts';

/** What the oracle takes from an answer: intervals, by KPI and row (null: the whole). */
export interface Answered {
  interval(kpi: string, row: string | null): Ends;
  difference(row: string | null): Difference;
}

/** The five KPIs of a program at a pair, read naively from the log, with their rows by a dimension. */
export function expectedAt(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
  answered: Answered,
): ReadonlyMap<string, Reading> {
  const given = (kpi: string) => (row: string | null) => answered.interval(kpi, row);
  return new Map<string, Reading>([
    ['training-completion', trainingCompletion(log, program, pair, by)],
    ['skills-gain', skillsGain(log, program, pair, by, given('skills-gain'))],
    ['prompt-consistency', promptConsistency(log, program, pair, by, given('prompt-consistency'))],
    ['incident-response', incidentResponse(log, program, pair, by, (row) => answered.difference(row))],
    ['governance-coverage', governanceCoverage(log, program, pair, by)],
  ]);
}

export type { Expected };
