import { governanceCoverageLoader } from './governance-coverage/loader.ts';
import { incidentResponseLoader } from './incident-response/loader.ts';
import type { KpiDefinition } from './kpi-definition.ts';
import { kpiIds, type KpiId } from './kpi.schema.ts';
import { promptConsistencyLoader } from './prompt-consistency/loader.ts';
import type { KpiLoader } from './reading.ts';
import { skillsGainLoader } from './skills-gain/loader.ts';
import { trainingCompletionLoader } from './training-completion/loader.ts';

export const loaders: Readonly<Record<KpiId, KpiLoader>> = {
  'training-completion': trainingCompletionLoader,
  'skills-gain': skillsGainLoader,
  'prompt-consistency': promptConsistencyLoader,
  'incident-response': incidentResponseLoader,
  'governance-coverage': governanceCoverageLoader,
};

/** The definitions in the order of the scorecard. */
export const kpiDefinitions: readonly KpiDefinition[] = kpiIds.map((kpi) => loaders[kpi].definition);
