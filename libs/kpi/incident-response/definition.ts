import type { KpiDefinition } from '../kpi-definition.ts';

export const incidentResponse: KpiDefinition = {
  id: 'incident-response',
  title: 'Incident response',
  unit: 'seconds',
  direction: 'down',
  definitionVersion: '1.1',
  definition:
    'Kaplan-Meier median of the time from detection to mitigation of real incidents detected in the current period, beside the same of the baseline period. ' +
    'Mitigated is the earlier of mitigated and resolved; incidents still open are right-censored. The interval is log-log. ' +
    'The status is read from the difference of the restricted mean times up to a common horizon, stratified by severity. ' +
    'Incidents never detected are excluded and counted, drills are a series of their own, unknown starts leave only the time to detect, and incidents with a negative duration or resolved before they were opened are quarantined. ' +
    'Of two events of one kind and moment the one recorded first counts.',
};
