import { knownActivities, recallDefinitions, type Clocks } from '#program';
import type { FactQuery, FactOrigin } from '#facts';
import type { Store } from '../frame/frame-at.ts';
import { governanceFacts, type GovernanceRow } from '../governance-coverage/governance.query.ts';
import { useCaseFacts, type UseCaseRow } from '../governance-coverage/use-cases.query.ts';
import { incidentFacts, type IncidentRow } from '../incident-response/incidents.query.ts';
import { reviewFacts, type ReviewFact } from '../prompt-consistency/reviews.query.ts';
import { promptFacts, type PromptRegistration } from '../prompt-library/registrations.query.ts';
import { assessmentFacts } from '../skills-gain/assessment-scores.query.ts';
import { CAPABILITY_PHASES, GAIN_PHASES, type ScoreFacts } from '../skills-gain/gather-attempts.ts';
import type { ModuleFacts } from '../training-completion/gather-signals.ts';
import { moduleCompletionFacts } from '../training-completion/module-completions.query.ts';
import { statementFacts, type StatementFact } from './statements.query.ts';

const NO_STATEMENTS: readonly StatementFact[] = [];

export interface ReaderOptions extends Store {
  readonly program: string;
  readonly clocks: Clocks;
}

/** The facts of one answer: each is read once, however many KPIs and points of a trend are made from it. */
export class FactReader {
  readonly modules: () => Promise<ModuleFacts>;
  readonly scores: () => Promise<ScoreFacts>;
  readonly capability: () => Promise<ScoreFacts>;
  readonly prompts: () => Promise<readonly PromptRegistration[]>;
  readonly reviews: () => Promise<readonly ReviewFact[]>;
  readonly incidents: () => Promise<readonly IncidentRow[]>;
  readonly useCases: () => Promise<readonly UseCaseRow[]>;
  readonly governance: () => Promise<readonly GovernanceRow[]>;

  /** all facts: the same arrays while they are the same */
  readonly everything: () => Promise<readonly object[]>;

  constructor({ clickhouse, tenant, program, clocks, context }: ReaderOptions) {
    const recall = async <P extends object, R extends FactOrigin>(query: FactQuery<P, R>, params: P) =>
      (await query.recall(clickhouse, tenant, params, clocks, context)).facts;
    const statements = once(async () => {
      const activities = await activitiesOf({ clickhouse, tenant, context }, program, clocks);
      return activities.length === 0 ? NO_STATEMENTS : recall(statementFacts, { activities });
    });
    const completions = once(() => recall(moduleCompletionFacts, { program }));
    const assessments = once(() => recall(assessmentFacts, { program }));

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
    this.everything = once(() =>
      Promise.all([
        statements(),
        completions(),
        assessments(),
        this.prompts(),
        this.reviews(),
        this.incidents(),
        this.useCases(),
        this.governance(),
      ]),
    );
  }
}

/** Every activity that any definition of the program names: the points of a trend were read with others than today's. */
export async function activitiesOf(
  { clickhouse, tenant, context }: Store,
  program: string,
  { knownBy }: Clocks,
): Promise<string[]> {
  const definitions = await recallDefinitions(clickhouse, tenant, program, knownBy, context);
  return [...new Set(definitions.flatMap(knownActivities))].sort();
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => (pending ??= read());
}
