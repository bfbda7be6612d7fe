import type { FactOrigin, FactQuery } from '#facts';
import type { Instant } from '#platform';
import { knownActivities, recallDefinitions, recallLearnerFacts, type LearnerFact } from '#program';
import type { Store } from '../frame/frame-at.ts';
import { reviewCmi5 } from '../cmi5/cmi5-review.ts';
import { cmi5Facts } from '../cmi5/cmi5-statements.query.ts';
import { withoutViolations } from '../cmi5/without-violations.ts';
import { certificationFacts } from '../certification/certifications.query.ts';
import type { CertificationFact } from '../certification/certificate.ts';
import type { ControlPlanFact } from '../governance-coverage/control-plan.ts';
import { controlPlanFacts } from '../governance-coverage/control-plans.query.ts';
import { governanceFacts, type GovernanceRow } from '../governance-coverage/governance.query.ts';
import { useCaseFacts, type UseCaseRow } from '../governance-coverage/use-cases.query.ts';
import { incidentFacts, type IncidentRow } from '../incident-response/incidents.query.ts';
import type { LabScore } from '../measures/learning/lab-score.ts';
import { labFacts } from '../measures/learning/lab-scores.query.ts';
import type { FeedbackFact } from '../measures/voice/feedback-entry.ts';
import { feedbackFacts } from '../measures/voice/feedback.query.ts';
import type { Artefact } from '../measures/work/artefact.ts';
import { artefactFacts } from '../measures/work/artefacts.query.ts';
import type { OutputReview } from '../measures/work/output-review.ts';
import { outputReviewFacts } from '../measures/work/output-reviews.query.ts';
import type { Release } from '../measures/work/release.ts';
import { releaseFacts } from '../measures/work/releases.query.ts';
import type { TaskMeasurement } from '../measures/work/task-measurement.ts';
import { taskFacts } from '../measures/work/task-measurements.query.ts';
import { reviewFacts, type ReviewFact } from '../prompt-consistency/reviews.query.ts';
import { promptFacts, type PromptRegistration } from '../prompt-library/registrations.query.ts';
import type { PromptUse } from '../prompt-library/use.ts';
import { promptUseFacts } from '../prompt-library/uses.query.ts';
import { assessmentFacts } from '../skills-gain/assessment-scores.query.ts';
import { CAPABILITY_PHASES, GAIN_PHASES, type ScoreFacts } from '../skills-gain/gather-attempts.ts';
import type { SkillRating } from '../skills-matrix/rating.ts';
import { skillFacts } from '../skills-matrix/ratings.query.ts';
import type { ModuleFacts } from '../training-completion/gather-signals.ts';
import { moduleCompletionFacts } from '../training-completion/module-completions.query.ts';
import { statementFacts, type StatementFact } from './statements.query.ts';

const NO_STATEMENTS: readonly StatementFact[] = [];

export interface ReaderOptions extends Store {
  readonly program: string;
  readonly knownBy: Instant;
}

/**
 * The facts of one answer, all that was known and whenever it occurred: each is read once, however many KPIs and points of a trend
 * are made from it, and each of these cuts what had occurred.
 */
export class FactReader {
  readonly learners: () => Promise<readonly LearnerFact[]>;
  readonly modules: () => Promise<ModuleFacts>;
  readonly scores: () => Promise<ScoreFacts>;
  readonly capability: () => Promise<ScoreFacts>;
  readonly prompts: () => Promise<readonly PromptRegistration[]>;
  readonly reviews: () => Promise<readonly ReviewFact[]>;
  readonly incidents: () => Promise<readonly IncidentRow[]>;
  readonly useCases: () => Promise<readonly UseCaseRow[]>;
  readonly governance: () => Promise<readonly GovernanceRow[]>;
  readonly controlPlans: () => Promise<readonly ControlPlanFact[]>;
  readonly labs: () => Promise<readonly LabScore[]>;
  readonly certifications: () => Promise<readonly CertificationFact[]>;
  readonly skillRatings: () => Promise<readonly SkillRating[]>;
  readonly promptUses: () => Promise<readonly PromptUse[]>;
  readonly outputReviews: () => Promise<readonly OutputReview[]>;
  readonly taskMeasurements: () => Promise<readonly TaskMeasurement[]>;
  readonly releases: () => Promise<readonly Release[]>;
  readonly artefacts: () => Promise<readonly Artefact[]>;
  readonly feedback: () => Promise<readonly FeedbackFact[]>;

  constructor({ clickhouse, tenant, program, knownBy, context }: ReaderOptions) {
    const recall = <P extends object, R extends FactOrigin>(query: FactQuery<P, R>, params: P) =>
      query.recall(clickhouse, tenant, params, knownBy, context);
    const statements = once(async () => {
      const activities = await activitiesOf({ clickhouse, tenant, context }, program, knownBy);
      if (activities.length === 0) return NO_STATEMENTS;
      const [all, cmi5] = await Promise.all([recall(statementFacts, { activities }), recall(cmi5Facts, {})]);
      return withoutViolations(all, reviewCmi5(cmi5).setAside);
    });
    const completions = once(() => recall(moduleCompletionFacts, { program }));
    const assessments = once(() => recall(assessmentFacts, { program }));

    this.learners = once(() => recallLearnerFacts(clickhouse, tenant, program, knownBy, context));
    this.modules = once(async () => {
      const [own, reported] = await Promise.all([statements(), completions()]);
      return { statements: own, completions: reported };
    });
    this.scores = once(async () => {
      const [own, events] = await Promise.all([statements(), assessments()]);
      return { statements: own, events, phases: GAIN_PHASES };
    });
    this.capability = once(async () => ({ ...(await this.scores()), phases: CAPABILITY_PHASES }));
    this.prompts = once(() => recall(promptFacts, { program }));
    this.reviews = once(() => recall(reviewFacts, { program }));
    this.incidents = once(() => recall(incidentFacts, { program }));
    this.useCases = once(() => recall(useCaseFacts, { program }));
    this.governance = once(() => recall(governanceFacts, { program }));
    this.controlPlans = once(() => recall(controlPlanFacts, { program }));
    this.labs = once(() => recall(labFacts, { program }));
    this.certifications = once(() => recall(certificationFacts, { program }));
    this.skillRatings = once(() => recall(skillFacts, { program }));
    this.promptUses = once(() => recall(promptUseFacts, { program }));
    this.outputReviews = once(() => recall(outputReviewFacts, { program }));
    this.taskMeasurements = once(() => recall(taskFacts, { program }));
    this.releases = once(() => recall(releaseFacts, { program }));
    this.artefacts = once(() => recall(artefactFacts, { program }));
    this.feedback = once(() => recall(feedbackFacts, { program }));
  }
}

/** Every activity that any definition of the program names: the points of a trend were read with others than today's. */
export async function activitiesOf(
  { clickhouse, tenant, context }: Store,
  program: string,
  knownBy: Instant,
): Promise<string[]> {
  const definitions = await recallDefinitions(clickhouse, tenant, program, knownBy, context);
  return [...new Set(definitions.flatMap(knownActivities))].sort();
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => (pending ??= read());
}
