import type { EventDefinition } from './define-event.ts';
import { artefactPublished } from './types/artefact/artefact-published.event.ts';
import { assessmentScored } from './types/assessment/assessment-scored.event.ts';
import { capstonePresented } from './types/capstone/capstone-presented.event.ts';
import { certificationAwarded } from './types/certification/certification-awarded.event.ts';
import { certificationRevoked } from './types/certification/certification-revoked.event.ts';
import { controlPlanDocumented } from './types/control-plan/control-plan-documented.event.ts';
import { eventVoided } from './types/event/event-voided.event.ts';
import { exceptionClosed } from './types/exception/exception-closed.event.ts';
import { exceptionGranted } from './types/exception/exception-granted.event.ts';
import { feedbackAnswered } from './types/feedback/feedback-answered.event.ts';
import { feedbackSubmitted } from './types/feedback/feedback-submitted.event.ts';
import { governanceReviewDecided } from './types/governance/governance-review-decided.event.ts';
import { governanceReviewRequested } from './types/governance/governance-review-requested.event.ts';
import { incidentAcknowledged } from './types/incident/incident-acknowledged.event.ts';
import { incidentDetected } from './types/incident/incident-detected.event.ts';
import { incidentMitigated } from './types/incident/incident-mitigated.event.ts';
import { incidentOpened } from './types/incident/incident-opened.event.ts';
import { incidentResolved } from './types/incident/incident-resolved.event.ts';
import { labScored } from './types/lab/lab-scored.event.ts';
import { learnerEnrolled } from './types/learner/learner-enrolled.event.ts';
import { learnerExcluded } from './types/learner/learner-excluded.event.ts';
import { learnerIdentified } from './types/learner/learner-identified.event.ts';
import { learnerRoleChanged } from './types/learner/learner-role-changed.event.ts';
import { learnerWithdrawn } from './types/learner/learner-withdrawn.event.ts';
import { moduleCompleted } from './types/module/module-completed.event.ts';
import { outputReviewed } from './types/output/output-reviewed.event.ts';
import { programDefined } from './types/program/program-defined.event.ts';
import { promptRegistered } from './types/prompt/prompt-registered.event.ts';
import { promptReviewed } from './types/prompt/prompt-reviewed.event.ts';
import { promptUsed } from './types/prompt/prompt-used.event.ts';
import { releaseRecorded } from './types/release/release-recorded.event.ts';
import { skillRated } from './types/skill/skill-rated.event.ts';
import { taskMeasured } from './types/task/task-measured.event.ts';
import { useCaseChanged } from './types/use-case/use-case-changed.event.ts';
import { useCaseFirstUsed } from './types/use-case/use-case-first-used.event.ts';
import { useCaseReTiered } from './types/use-case/use-case-re-tiered.event.ts';
import { useCaseRegistered } from './types/use-case/use-case-registered.event.ts';
import { useCaseRetired } from './types/use-case/use-case-retired.event.ts';
import { xapiStatementStored } from './types/xapi/xapi-statement-stored.event.ts';

const definitions = [
  programDefined,
  learnerEnrolled,
  learnerWithdrawn,
  learnerExcluded,
  learnerRoleChanged,
  learnerIdentified,
  moduleCompleted,
  assessmentScored,
  labScored,
  certificationAwarded,
  certificationRevoked,
  skillRated,
  promptRegistered,
  promptReviewed,
  promptUsed,
  outputReviewed,
  taskMeasured,
  artefactPublished,
  capstonePresented,
  incidentOpened,
  incidentDetected,
  incidentAcknowledged,
  incidentMitigated,
  incidentResolved,
  releaseRecorded,
  useCaseRegistered,
  useCaseChanged,
  useCaseReTiered,
  useCaseFirstUsed,
  useCaseRetired,
  governanceReviewRequested,
  governanceReviewDecided,
  controlPlanDocumented,
  exceptionGranted,
  exceptionClosed,
  feedbackSubmitted,
  feedbackAnswered,
  eventVoided,
  xapiStatementStored,
] as const;

type TypedEvent<Definition> =
  Definition extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly data: Data }
    : never;

/** The data of every type of event, told apart by `type`. */
export type PlumblineEvent = TypedEvent<(typeof definitions)[number]>;
export type EventType = PlumblineEvent['type'];

const all: readonly EventDefinition[] = definitions;

/** Every type of event by its name, in the order of the story: program, people, learning, prompts and work, incidents, cases, feedback. */
export const catalogue: ReadonlyMap<string, EventDefinition> = new Map(
  all.map((definition) => [definition.type, definition]),
);

/** The definition of a type; undefined when no such type exists. */
export function eventType(type: string): EventDefinition | undefined {
  return catalogue.get(type);
}
