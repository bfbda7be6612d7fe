import type { KpiDefinition } from '../kpi-definition.ts';

export const governanceCoverage: KpiDefinition = {
  id: 'governance-coverage',
  title: 'Governance coverage',
  unit: 'share',
  direction: 'up',
  definitionVersion: '1.1',
  definition:
    'High-risk use cases in use whose current version has an approved review that is still valid, as a share of all high-risk use cases in use. ' +
    'The tier is the one held now. The last decision on a version stands, so a later rejection ends an approval. ' +
    'A review is valid until the date it names, else for the validity that the program sets. The target also asks that nothing is overdue: past its due date (none given: its first use) and uncovered. ' +
    'Exceptions are listed with their expiry and are not coverage; cases of unknown tier are excluded and counted. ' +
    'Approvals that ended before they were decided are quarantined. Of two words of one moment the one recorded last stands.',
};
