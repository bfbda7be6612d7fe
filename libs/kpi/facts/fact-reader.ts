import type { NamedQuery } from '#clickhouse';
import type { Clocks, Program } from '#program';
import type { Store } from '../frame/frame-at.ts';
import { governanceQuery, type GovernanceRow } from '../governance-coverage/governance.query.ts';
import { useCasesQuery, type UseCaseRow } from '../governance-coverage/use-cases.query.ts';
import { incidentsQuery, type IncidentRow } from '../incident-response/incidents.query.ts';
import { reviewsQuery, type ReviewFact } from '../prompt-consistency/reviews.query.ts';
import { promptRegistrationsQuery, type PromptRegistration } from '../prompt-library/registrations.query.ts';
import { assessmentScoresQuery } from '../skills-gain/assessment-scores.query.ts';
import { capabilityScoresQuery } from '../skills-gain/capability-scores.query.ts';
import {
  assessesCapability,
  assessmentActivities,
  capabilityActivities,
  type ScoreFacts,
} from '../skills-gain/gather-attempts.ts';
import { scoreStatementsQuery } from '../skills-gain/score-statements.query.ts';
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
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => (pending ??= read());
}
