import { ByIdentity } from '#facts';
import { formByActivity, isEquivalent, type Program } from '#program';
import { cutKey } from '../evidence/latest.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import type { Frame } from '../frame/frame.ts';
import { isOurs } from '../training-completion/gather-signals.ts';
import type { ScoreRow } from './assessment-scores.query.ts';
import type { Forms } from './pairing.ts';
import type { Attempt } from './score.ts';

/** Before and after. */
export const GAIN_PHASES: ReadonlySet<string> = new Set(['pre', 'post']);
/** Day 30, 60 and 90; the assessment after the program serves day 90 too. */
export const CAPABILITY_PHASES: ReadonlySet<string> = new Set(['day-30', 'day-60', 'day-90', 'post']);

export interface ScoreFacts {
  /** of every activity that the program knows; those without a score are no attempts */
  readonly statements: readonly StatementFact[];
  readonly events: readonly ScoreRow[];
  /** the phases that are asked for; others are left out */
  readonly phases: ReadonlySet<string>;
}

export interface GatheredAttempts {
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** actors with a score who are no learner */
  readonly strangers: number;
}

const gathered = new ByIdentity<GatheredAttempts>();

/** Attempts per learner, from statements on the forms' activities and from assessment.scored. */
export function gatherAttempts(facts: ScoreFacts, frame: Frame): GatheredAttempts {
  const { statements, events, phases } = facts;
  const inputs = [statements, events, phases, frame.program, frame.learnerOf];
  return gathered.of(inputs, cutKey(frame.clocks.asOf, statements, events), () => gather(facts, frame));
}

function gather(facts: ScoreFacts, frame: Frame): GatheredAttempts {
  const { asOf } = frame.clocks;
  const forms = formByActivity(frame.program);
  const assessments = new Set(frame.program.assessments.map(({ id }) => id));
  const attempts = new Map<string, Attempt[]>();
  const strangers = new Set<string>();
  const add = (attempt: Attempt) => {
    const own = attempts.get(attempt.learner);
    if (own === undefined) attempts.set(attempt.learner, [attempt]);
    else if (!own.some((known) => isSame(known, attempt))) own.push(attempt);
  };

  for (const { actor, activity, source, id, occurredAt, recordedAt, score } of facts.statements) {
    const known = forms.get(activity);
    if (known === undefined || !facts.phases.has(known.phase) || score === null || occurredAt > asOf)
      continue;
    const learner = frame.learnerOf(actor, occurredAt);
    if (learner === null) {
      strangers.add(actor);
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
      ...score,
      skill: '',
      attempt: null,
    });
  }
  for (const event of facts.events) {
    const isAsked = facts.phases.has(event.phase) && assessments.has(event.assessment);
    if (isAsked && event.occurredAt <= asOf && isOurs(event, frame.program)) add(event);
  }
  return { attempts, strangers: strangers.size };
}

/** A statement may stand for a form twice: by its object and by the publisher's id in grouping. */
function isSame(a: Attempt, b: Attempt): boolean {
  return (
    a.id === b.id &&
    a.source === b.source &&
    a.assessment === b.assessment &&
    a.form === b.form &&
    a.phase === b.phase
  );
}

const forms = new ByIdentity<Forms>();

/** The forms that a program declares. */
export function formsOf(program: Program): Forms {
  return forms.of([program], '', () => readForms(program));
}

function readForms(program: Program): Forms {
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
