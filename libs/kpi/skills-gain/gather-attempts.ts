import { ByIdentity, growthOf } from '#facts';
import type { Instant } from '#platform';
import { formByActivity, isEquivalent, type Program } from '#program';
import { countsAt, identifiedAs } from '../cohort/identified.ts';
import { SetAside } from '../cohort/set-aside.ts';
import { Strangers } from '../cohort/strangers.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import type { Frame } from '../frame/frame.ts';
import { SubjectEvents, type SubjectEvent } from '../freshness/subject-events.ts';
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
  /** whenever they occurred: what counts as of a moment is for their reader to cut */
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>;
  /** scored events of actors who are no learners */
  readonly strangers: Strangers;
  readonly events: SubjectEvents;
  /** what would have been attempts, by learner and assessment id */
  readonly setAside: SetAside;
}

const gathered = new ByIdentity<GatheredAttempts>();

/**
 * Attempts per learner, from statements on the forms' activities and from assessment.scored: once for all moments. What was gathered
 * from an earlier list is gone on from.
 */
export function gatherAttempts(facts: ScoreFacts, { program, identities }: Frame): GatheredAttempts {
  const { statements, events, phases } = facts;
  return gathered.of([statements, events, phases, program, identities], '', () => {
    const [own, scored] = [growthOf(statements), growthOf(events)];
    const before = gathered.peek(
      [own?.since ?? statements, scored?.since ?? events, phases, program, identities],
      '',
    );
    if (before === undefined) return gather(facts, program, identities, NOTHING_GATHERED);
    const more = { statements: own?.added ?? [], events: scored?.added ?? [], phases };
    return gather(more, program, identities, before);
  });
}

const NOTHING_GATHERED: GatheredAttempts = {
  attempts: new Map(),
  strangers: new Strangers(),
  events: new SubjectEvents([]),
  setAside: new SetAside(),
};

function gather(
  facts: ScoreFacts,
  program: Program,
  identities: Frame['identities'],
  before: GatheredAttempts,
): GatheredAttempts {
  const forms = formByActivity(program);
  const assessments = new Set(program.assessments.map(({ id }) => id));
  const strangers = new Strangers(before.strangers);
  const setAside = new SetAside(before.setAside);
  const events: SubjectEvent[] = [];
  const changed = new Map<string, Attempt[]>();
  const add = (attempt: Attempt) => {
    events.push({ subject: attempt.learner, event: attempt });
    // what was gathered before stays as it is: others hold it
    const own = changed.get(attempt.learner) ?? [...(before.attempts.get(attempt.learner) ?? [])];
    changed.set(attempt.learner, own);
    if (!own.some((known) => isSame(known, attempt))) own.push(attempt);
  };

  for (const fact of facts.statements) {
    const known = forms.get(fact.activity);
    const { score } = fact.setAside ?? fact;
    if (known === undefined || !facts.phases.has(known.phase) || score === null) continue;
    const { actor, source, id, occurredAt, recordedAt } = fact;
    const { assessment, form, phase } = known;
    for (const identified of identities.identifications(actor, occurredAt)) {
      const { learner } = identified;
      if (fact.setAside !== undefined) {
        setAside.add(assessment.id, fact, identified);
        continue;
      }
      if (learner === null) {
        strangers.add(actor, fact, identified);
        continue;
      }
      const origin = { source, id, occurredAt, recordedAt };
      const what = { phase, assessment: assessment.id, form: form.id };
      add(identifiedAs({ ...origin, learner, ...what, ...score, skill: '', attempt: null }, identified));
    }
  }
  for (const event of facts.events) {
    const isAsked = facts.phases.has(event.phase) && assessments.has(event.assessment);
    if (isAsked && isOurs(event, program)) add(event);
  }
  return {
    attempts: new Map([...before.attempts, ...changed]),
    strangers,
    events: new SubjectEvents(events, before.events),
    setAside,
  };
}

/** The attempts of each learner that count as of a moment. */
export function attemptsBy(
  { attempts }: GatheredAttempts,
  asOf: Instant,
): ReadonlyMap<string, readonly Attempt[]> {
  return new Map(
    [...attempts].map(([learner, own]) => [learner, own.filter((attempt) => countsAt(attempt, asOf))]),
  );
}

/** A statement may stand for a form twice: by its object and by the publisher's id in grouping. */
function isSame(a: Attempt, b: Attempt): boolean {
  return (
    a.id === b.id &&
    a.source === b.source &&
    a.assessment === b.assessment &&
    a.form === b.form &&
    a.phase === b.phase &&
    a.identified?.from === b.identified?.from
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
