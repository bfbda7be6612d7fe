import type { NamedQuery } from '#clickhouse';
import type { Clocks, Program } from '#program';
import type { Store } from '../frame/frame-at.ts';
import { certificationsQuery } from '../certification/certifications.query.ts';
import type { CertificationFact } from '../certification/certificate.ts';
import type { ControlPlanFact } from '../governance-coverage/control-plan.ts';
import { controlPlansQuery } from '../governance-coverage/control-plans.query.ts';
import { governanceQuery, type GovernanceRow } from '../governance-coverage/governance.query.ts';
import { useCasesQuery, type UseCaseRow } from '../governance-coverage/use-cases.query.ts';
import { incidentsQuery, type IncidentRow } from '../incident-response/incidents.query.ts';
import type { LabScore } from '../measures/learning/lab-score.ts';
import { labScoresQuery } from '../measures/learning/lab-scores.query.ts';
import type { FeedbackFact } from '../measures/voice/feedback-entry.ts';
import { feedbackQuery } from '../measures/voice/feedback.query.ts';
import type { Artefact } from '../measures/work/artefact.ts';
import { artefactsQuery } from '../measures/work/artefacts.query.ts';
import type { OutputReview } from '../measures/work/output-review.ts';
import { outputReviewsQuery } from '../measures/work/output-reviews.query.ts';
import type { Release } from '../measures/work/release.ts';
import { releasesQuery } from '../measures/work/releases.query.ts';
import type { TaskMeasurement } from '../measures/work/task-measurement.ts';
import { taskMeasurementsQuery } from '../measures/work/task-measurements.query.ts';
import { reviewsQuery, type ReviewFact } from '../prompt-consistency/reviews.query.ts';
import { promptRegistrationsQuery, type PromptRegistration } from '../prompt-library/registrations.query.ts';
import type { PromptUse } from '../prompt-library/use.ts';
import { promptUsesQuery } from '../prompt-library/uses.query.ts';
import { assessmentScoresQuery } from '../skills-gain/assessment-scores.query.ts';
import { capabilityScoresQuery } from '../skills-gain/capability-scores.query.ts';
import {
  assessesCapability,
  assessmentActivities,
  capabilityActivities,
  type ScoreFacts,
} from '../skills-gain/gather-attempts.ts';
import { scoreStatementsQuery } from '../skills-gain/score-statements.query.ts';
import type { SkillRating } from '../skills-matrix/rating.ts';
import { skillRatingsQuery } from '../skills-matrix/ratings.query.ts';
import { moduleActivities, type ModuleFacts } from '../training-completion/gather-signals.ts';
import { moduleCompletionsQuery } from '../training-completion/module-completions.query.ts';
import { moduleStatementsQuery } from '../training-completion/module-statements.query.ts';
import type { ActivityParameters } from './columns.ts';

export interface ReaderOptions extends Store {
  readonly program: string;
  readonly clocks: Clocks;
  /** the definitions in force at the asked moment and at each point of the trend: statements are read for all of them */
  readonly definitions: Promise<readonly Program[]>;
}

/** The facts of one answer: each is read once, however many KPIs and points of a trend are made from it. */
export class FactReader {
  readonly modules: () => Promise<ModuleFacts>;
  /** before and after */
  readonly scores: () => Promise<ScoreFacts>;
  /** of day 30, 60 and 90 */
  readonly capability: () => Promise<ScoreFacts>;
  readonly prompts: () => Promise<PromptRegistration[]>;
  readonly reviews: () => Promise<ReviewFact[]>;
  readonly incidents: () => Promise<IncidentRow[]>;
  readonly useCases: () => Promise<UseCaseRow[]>;
  readonly governance: () => Promise<GovernanceRow[]>;
  readonly controlPlans: () => Promise<ControlPlanFact[]>;
  readonly labs: () => Promise<LabScore[]>;
  readonly certifications: () => Promise<CertificationFact[]>;
  readonly skillRatings: () => Promise<SkillRating[]>;
  readonly promptUses: () => Promise<PromptUse[]>;
  readonly outputReviews: () => Promise<OutputReview[]>;
  readonly taskMeasurements: () => Promise<TaskMeasurement[]>;
  readonly releases: () => Promise<Release[]>;
  readonly artefacts: () => Promise<Artefact[]>;
  readonly feedback: () => Promise<FeedbackFact[]>;

  constructor(options: ReaderOptions) {
    const { clickhouse, tenant, program, definitions, context } = options;
    const clocks = { as_of: options.clocks.asOf, known_by: options.clocks.knownBy };
    const ofProgram = { program, ...clocks };
    const read = <P, R>(query: NamedQuery<P, R>, params: P) =>
      clickhouse.query(query, tenant, params, context);
    const readStatements = async <R>(
      query: NamedQuery<ActivityParameters, R>,
      activitiesOf: (program: Program) => string[],
    ) => {
      const activities = [...new Set((await definitions).flatMap(activitiesOf))].sort();
      return activities.length === 0 ? [] : read(query, { activities, ...clocks });
    };

    this.modules = once(async () => {
      const [statements, completions] = await Promise.all([
        readStatements(moduleStatementsQuery, moduleActivities),
        read(moduleCompletionsQuery, ofProgram),
      ]);
      return { statements, completions };
    });
    this.scores = once(async () => {
      const [statements, events] = await Promise.all([
        readStatements(scoreStatementsQuery, assessmentActivities),
        read(assessmentScoresQuery, ofProgram),
      ]);
      return { statements, events };
    });
    this.capability = once(async () => {
      if (!(await definitions).some(assessesCapability)) return { statements: [], events: [] };
      const [statements, events] = await Promise.all([
        readStatements(scoreStatementsQuery, capabilityActivities),
        read(capabilityScoresQuery, ofProgram),
      ]);
      return { statements, events };
    });
    this.prompts = once(() => read(promptRegistrationsQuery, ofProgram));
    this.reviews = once(() => read(reviewsQuery, ofProgram));
    this.incidents = once(() => read(incidentsQuery, ofProgram));
    this.useCases = once(() => read(useCasesQuery, ofProgram));
    this.governance = once(() => read(governanceQuery, ofProgram));
    this.controlPlans = once(() => read(controlPlansQuery, ofProgram));
    this.labs = once(() => read(labScoresQuery, ofProgram));
    this.certifications = once(() => read(certificationsQuery, ofProgram));
    this.skillRatings = once(() => read(skillRatingsQuery, ofProgram));
    this.promptUses = once(() => read(promptUsesQuery, ofProgram));
    this.outputReviews = once(() => read(outputReviewsQuery, ofProgram));
    this.taskMeasurements = once(() => read(taskMeasurementsQuery, ofProgram));
    this.releases = once(() => read(releasesQuery, ofProgram));
    this.artefacts = once(() => read(artefactsQuery, ofProgram));
    this.feedback = once(() => read(feedbackQuery, ofProgram));
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => (pending ??= read());
}
