import { FactQuery, originColumns, originOf, type FactOrigin } from '#facts';
import { z } from 'zod';
import type { ModuleSignal } from '../training-completion/module-signal.ts';

/** What a statement says of one activity that the program knows. */
export interface StatementFact extends FactOrigin {
  /** in canonical form */
  readonly actor: string;
  readonly activity: string;
  /** of a module; empty: an attempt that meets nothing, whose actor counts all the same */
  readonly signals: readonly ModuleSignal[];
  /** of an assessment; null: none that can be used */
  readonly score: StatementScore | null;
  /** it breaks a rule and so says nothing; absent: it breaks none */
  readonly setAside?: SetAsideStatement;
}

export interface SetAsideStatement {
  readonly reason: string;
  /** what it would have said */
  readonly signals: readonly ModuleSignal[];
  readonly score: StatementScore | null;
}

export interface StatementScore {
  readonly raw: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly scaled: number | null;
}

const VERB = (id: string) => `'http://adlnet.gov/expapi/verbs/${id}'`;
const PROFILE_VERB = (id: string) => `'https://w3id.org/xapi/adl/verbs/${id}'`;
const number = z.number().nullable();

/**
 * Statements on activities, one row per activity. A plain statement may be both completed and passed, by its verb or by what its
 * result says, whatever the verb (docs/decisions/0014); in cmi5 each verb says one thing (cmi5 9.3). `completion: false` and
 * `success: false` meet no module. A failed attempt has a score like any other; one that was not completed has none.
 */
export const statementFacts = new FactQuery({
  name: 'kpi.statements',
  types: ['plumbline.xapi.statement-stored'],
  table: 'learning_facts',
  columns: `actor, activity, raw, min, max, scaled,
    (raw IS NOT NULL OR scaled IS NOT NULL) AND NOT ifNull(completion = false, false) AS scored,
    multiIf(
      ifNull(completion = false, false) OR ifNull(success = false, false), [],
      verb = ${PROFILE_VERB('waived')}, ['waived'],
      verb = ${PROFILE_VERB('satisfied')}, ['satisfied'],
      cmi5, multiIf(verb = ${VERB('completed')}, ['completed'], verb = ${VERB('passed')}, ['passed'], []),
      arrayConcat(
        if(verb = ${VERB('completed')} OR ifNull(completion, false), ['completed'], []),
        if(verb IN (${VERB('passed')}, ${VERB('mastered')})
          OR (ifNull(success, false) AND verb != ${VERB('failed')}), ['passed'], []))) AS kinds`,
  where: 'activity IN {activities:Array(String)}',
  perEvent: 'activity',
  params: z.object({ activities: z.array(z.string()) }),
  row: z
    .object({
      ...originColumns,
      actor: z.string(),
      activity: z.string(),
      kinds: z.array(z.enum(['completed', 'passed', 'satisfied', 'waived'])),
      scored: z.union([z.boolean(), z.number().transform(Boolean)]),
      raw: number,
      min: number,
      max: number,
      scaled: number,
    })
    .transform((row): StatementFact => {
      const origin = originOf(row);
      const { actor, activity, kinds, scored, raw, min, max, scaled } = row;
      return {
        ...origin,
        actor,
        activity,
        signals: kinds.map((kind) => ({ kind, ...origin })),
        score: scored ? { raw, min, max, scaled } : null,
      };
    }),
});
