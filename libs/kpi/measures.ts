import { governanceCoverageMeasure } from './governance-coverage/measure.ts';
import { incidentResponseMeasure } from './incident-response/measure.ts';
import type { KpiDefinition } from './kpi-definition.ts';
import { kpiIds, type KpiId } from './kpi.schema.ts';
import { promptConsistencyMeasure } from './prompt-consistency/measure.ts';
import type { Measure } from './reading.ts';
import { skillsGainMeasure } from './skills-gain/measure.ts';
import { trainingCompletionMeasure } from './training-completion/measure.ts';

export const measures: Readonly<Record<KpiId, Measure>> = {
  'training-completion': trainingCompletionMeasure,
  'skills-gain': skillsGainMeasure,
  'prompt-consistency': promptConsistencyMeasure,
  'incident-response': incidentResponseMeasure,
  'governance-coverage': governanceCoverageMeasure,
};

/** The definitions in the order of the scorecard. */
export const kpiDefinitions: readonly KpiDefinition[] = kpiIds.map((kpi) => measures[kpi].definition);
