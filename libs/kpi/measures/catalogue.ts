import { firstPassAcceptance } from './adoption/first-pass-acceptance.ts';
import { minutesSaved } from './adoption/minutes-saved.ts';
import { promptReuse } from './adoption/prompt-reuse.ts';
import { workflowFrequency } from './adoption/workflow-frequency.ts';
import { trackBenchmarks } from './benchmarks/track-benchmarks.ts';
import { certificates } from './certificates/certificates.ts';
import { controlPlans } from './governance/control-plans.ts';
import { documentedOwners } from './governance/documented-owners.ts';
import { exceptions } from './governance/exceptions.ts';
import { incidentNotes } from './incidents/incident-notes.ts';
import { logCompleteness } from './incidents/log-completeness.ts';
import { completionByTrack } from './learning/completion-by-track.ts';
import { labScores } from './learning/lab-scores.ts';
import { minimumCapability } from './learning/minimum-capability.ts';
import { moduleDropOff } from './learning/module-drop-off.ts';
import { notComplete } from './learning/not-complete.ts';
import { firstCohort } from './skills/first-cohort.ts';
import { skillsHeatMap } from './skills/skills-heat-map.ts';
import { feedback } from './voice/feedback.ts';
import { trustPulse } from './voice/trust-pulse.ts';
import { artefacts } from './work/artefacts.ts';
import { evaluationCoverage } from './work/evaluation-coverage.ts';
import { outputQuality } from './work/output-quality.ts';
import { rework } from './work/rework.ts';
import { taskTime } from './work/task-time.ts';
import type { Measure } from './measure.ts';

/** Every supporting measure, in the order in which they are listed. */
export const measures: readonly Measure[] = [
  completionByTrack,
  notComplete,
  moduleDropOff,
  minimumCapability,
  skillsHeatMap,
  firstCohort,
  certificates,
  labScores,
  promptReuse,
  workflowFrequency,
  firstPassAcceptance,
  minutesSaved,
  outputQuality,
  trackBenchmarks,
  evaluationCoverage,
  documentedOwners,
  controlPlans,
  exceptions,
  logCompleteness,
  incidentNotes,
  artefacts,
  taskTime,
  rework,
  feedback,
  trustPulse,
];

export const measureIds: readonly string[] = measures.map(({ id }) => id);

/** null: there is none of this name */
export function measureOf(id: string): Measure | null {
  return measures.find((measure) => measure.id === id) ?? null;
}
