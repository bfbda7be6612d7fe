import type { Clocks } from '../calendar.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { cut } from './cut.ts';
import { governanceCoverageTruth } from './governance-coverage.ts';
import { incidentResponseTruth } from './incident-response.ts';
import type { KpiTruth } from './row.ts';
import { promptConsistencyTruth } from './prompt-consistency.ts';
import { skillsGainTruth } from './skills-gain.ts';
import { trainingCompletionTruth } from './training-completion.ts';

export interface Truth {
  readonly 'training-completion': KpiTruth;
  readonly 'skills-gain': KpiTruth;
  readonly 'prompt-consistency': KpiTruth;
  readonly 'incident-response': KpiTruth;
  readonly 'governance-coverage': KpiTruth;
}

export type KpiId = keyof Truth;

export const kpiIds = [
  'training-completion',
  'skills-gain',
  'prompt-consistency',
  'incident-response',
  'governance-coverage',
] as const satisfies readonly KpiId[];

/** The five KPIs straight from the ledger, at both clocks; `knownBy` defaults to `asOf`. */
export function truthOf(ledger: Ledger, clocks: Pick<Clocks, 'asOf'> & Partial<Clocks>): Truth {
  const at: Clocks = { asOf: clocks.asOf, knownBy: clocks.knownBy ?? clocks.asOf };
  const seen = cut(ledger, at);
  return {
    'training-completion': trainingCompletionTruth(seen, at),
    'skills-gain': skillsGainTruth(seen, at),
    'prompt-consistency': promptConsistencyTruth(seen),
    'incident-response': incidentResponseTruth(seen, at),
    'governance-coverage': governanceCoverageTruth(seen, at),
  };
}
