import { formByActivity, isEquivalent, type Program } from '#program';
import type { Frame } from '../frame/frame.ts';
import { isOurs } from '../training-completion/gather-signals.ts';
import type { ScoreRow } from './assessment-scores.query.ts';
import type { Forms } from './pairing.ts';
import type { Attempt } from './score.ts';
import type { ScoreStatementRow } from './score-statements.query.ts';

export interface ScoreFacts {
  readonly statements: readonly ScoreStatementRow[];
  readonly events: readonly ScoreRow[];
}

export interface GatheredAttempts {
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** actors with a score who are no learner */
  readonly strangers: number;
}

/** Pre and post attempts per learner, from statements on the forms' activities and from assessment.scored. */
export function gatherAttempts(facts: ScoreFacts, frame: Frame): GatheredAttempts {
  const { asOf } = frame.clocks;
  const forms = formByActivity(frame.program);
  const assessments = new Set(frame.program.assessments.map(({ id }) => id));
  const attempts = new Map<string, Attempt[]>();
  const strangers = new Set<string>();
  const seen = new Set<string>();
  const add = (attempt: Attempt) => {
    const key = JSON.stringify([attempt.source, attempt.id, attempt.assessment, attempt.form, attempt.phase]);
    if (seen.has(key)) return;
    seen.add(key);
    const own = attempts.get(attempt.learner) ?? [];
    own.push(attempt);
    attempts.set(attempt.learner, own);
  };

  for (const row of facts.statements) {
    const known = forms.get(row.activity);
    if (known === undefined) continue;
    for (const [occurredAt, recordedAt, source, id, raw, min, max, scaled] of row.attempts) {
      if (occurredAt > asOf) continue;
      const learner = frame.learnerOf(row.actor, occurredAt);
      if (learner === null) {
        strangers.add(row.actor);
        continue;
      }
      const { assessment, form, phase } = known;
      add({
        source,
        id,
        occurredAt,
        recordedAt,
        learner,
        phase,
        assessment: assessment.id,
        form: form.id,
        raw,
        min,
        max,
        scaled,
        skill: '',
        attempt: null,
      });
    }
  }
  for (const event of facts.events) {
    if (event.occurredAt > asOf || !assessments.has(event.assessment)) continue;
    if (isOurs(event, frame.program)) add(event);
  }
  return { attempts, strangers: strangers.size };
}

/** The forms that a program declares. */
export function formsOf(program: Program): Forms {
  const find = (assessment: string, form: string) =>
    program.assessments.find(({ id }) => id === assessment)?.forms.find(({ id }) => id === form) ?? null;
  return {
    form(assessment, id) {
      const form = find(assessment, id);
      return form === null ? null : { id: form.id, scale: form.scale ?? null, scaled: form.scaled };
    },
    equivalent(assessment, a, b) {
      const [first, second] = [find(assessment, a), find(assessment, b)];
      return first !== null && second !== null && isEquivalent(first, second);
    },
  };
}

/** The activities that a program's assessment forms go by, before and after. */
export function assessmentActivities(program: Program): string[] {
  return [...formByActivity(program)]
    .filter(([, { phase }]) => phase === 'pre' || phase === 'post')
    .map(([activity]) => activity);
}
