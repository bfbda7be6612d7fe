import type { Instant } from '#platform';
import { plusMinutes } from '../calendar.ts';
import type { Completion, Identity, Known, LedgerLearner, Score } from '../ledger/ledger.ts';
import type { Module } from '../plan.ts';
import { assessmentId, formActivity, forms, moduleOf, programId } from '../plan.ts';
import type { Random } from '../random.ts';
import { lmsSays, session } from './cmi5.ts';
import type { JsonObject, Message, Telling } from './message.ts';
import { eventMessage, idOf } from './message.ts';
import { moodle, plain, telling, voidingStatement } from './statement.ts';

const reports = 'academy.example.org/reports';

/** When the message about a fact is pushed. */
export function sentAt(known: Known): Instant {
  return known.sent ?? known.told;
}

/** The messages that a completion arrives as: statements in the dialect of its module, or one event. */
export function tellCompletion(random: Random, learner: LedgerLearner, completion: Completion): Message[] {
  const module = moduleOf(completion.module);
  // a completion before enrolment and its repetition are two facts
  const occasion =
    completion.at < learner.enrolled.at ? 'prior' : completion.untold === undefined ? 'done' : 'wrong';
  const said = telling(
    `completion/${learner.id}/${module.id}/${occasion}`,
    completion.at,
    sentAt(completion),
  );
  const messages =
    completion.via === 'event'
      ? [moduleCompleted(random, said, learner.id, { module: module.id, success: true })]
      : speak(random, said, learner, module, completion);
  return completion.untold === undefined
    ? messages
    : [...messages, ...taken(random, messages, completion.untold)];
}

export function moduleCompleted(random: Random, said: Telling, learner: string, data: JsonObject): Message {
  return eventMessage(random, said, 'tools', reports, 'module.completed', learner, {
    program: programId,
    learner,
    ...data,
  });
}

function taken(random: Random, messages: readonly Message[], at: Instant): Message[] {
  return messages
    .filter((message) => message.wire !== 'events')
    .map((message) => voidingStatement(random, telling(`void/${message.about}`, at, at), idOf(message)));
}

/** The identity that a learner speaks with in a place. */
export function identityAt(learner: LedgerLearner, place: number): Identity {
  const found = learner.identities[place] ?? learner.identities[0];
  if (found === undefined) throw new RangeError(`${learner.id} has no identity.`);
  return found.identity;
}

function speak(
  random: Random,
  said: Telling,
  learner: LedgerLearner,
  module: Module,
  completion: Completion,
): Message[] {
  const actor = identityAt(learner, completion.as);
  if (module.dialect === 'moodle')
    return [
      module.moveOn === 'passed'
        ? moodle(random, said, actor, 'passed', module.activity, { success: true, completion: true })
        : moodle(random, said, actor, 'completed', module.activity, { completion: true }),
    ];
  if (module.dialect === 'plain') return speakPlainly(random, said, actor, module, learner.place);
  const unit = { actor, registration: `${learner.id}/${module.id}` };
  const waives = completion.via === 'waived';
  if (module.dialect === 'cmi5-au') {
    const au = { ...unit, publisher: [module.activity] };
    return waives
      ? [lmsSays(random, said, au, 'waived')]
      : session(random, said, au, ['completed', 'passed']);
  }
  const course = lmsSays(random, said, { ...unit, publisher: [module.activity] }, 'satisfied');
  if (waives) {
    const first = { ...said, about: `${said.about}/au-1`, at: plusMinutes(said.at, -10) };
    return [lmsSays(random, first, { ...unit, publisher: [`${module.activity}/au/1`] }, 'waived'), course];
  }
  return [...unitsOf(random, said, unit, module.activity, [1, 2]), course];
}

/** Sessions of units of a course, each of which names the course beside itself in grouping. */
export function unitsOf(
  random: Random,
  said: Telling,
  unit: { readonly actor: Identity; readonly registration: string },
  course: string,
  units: readonly number[],
): Message[] {
  return units.flatMap((number) =>
    session(
      random,
      { ...said, about: `${said.about}/au-${number}`, at: plusMinutes(said.at, -120 * (3 - number) + 60) },
      { ...unit, publisher: [`${course}/au/${number}`, course] },
      ['completed'],
    ),
  );
}

/** The ways in which plain content says that a module is done; `place` varies them. */
function speakPlainly(
  random: Random,
  said: Telling,
  actor: Identity,
  module: Module,
  place: number,
): Message[] {
  const say = (verb: 'completed' | 'passed' | 'exited' | 'launched', minutes: number, result?: JsonObject) =>
    plain(
      random,
      { ...said, about: `${said.about}/${verb}`, at: plusMinutes(said.at, minutes) },
      actor,
      verb,
      module.activity,
      result,
    );
  const done = { completion: true };
  const success = { success: true, score: { scaled: 0.85 } };
  const last: Record<Module['moveOn'], () => Message[]> = {
    either: () => [place % 2 === 0 ? say('completed', 0, done) : say('passed', 0, success)],
    both: () =>
      place % 2 === 0
        ? [say('completed', -90, done), say('passed', 0, success)]
        : [say('passed', -90, success), say('completed', 0, done)],
    passed: () => [
      place % 3 === 0 ? say('completed', 0, { ...done, success: true }) : say('passed', 0, success),
    ],
    completed: () => [place % 3 === 1 ? say('exited', 0, done) : say('completed', 0, done)],
  };
  return [say('launched', -120), ...last[module.moveOn]()];
}

/** A mark as a statement or an event, on the scale of its form. */
export function tellScore(random: Random, learner: LedgerLearner, score: Score, occasion: string): Message {
  const said = telling(`score/${learner.id}/${score.phase}/${occasion}`, score.at, sentAt(score));
  const { max } = forms[score.form];
  const marks =
    max === null ? { scaled: score.percent / 100 } : { raw: (score.percent * max) / 100, min: 0, max };
  if (score.via === 'event')
    return eventMessage(random, said, 'tools', reports, 'assessment.scored', learner.id, {
      program: programId,
      learner: learner.id,
      assessment: assessmentId,
      phase: score.phase,
      form: score.form,
      ...marks,
    });
  const actor = identityAt(learner, score.as);
  const activity = formActivity(score.form, score.phase);
  const result = { score: { scaled: score.percent / 100, ...marks } };
  return learner.place % 2 === 0
    ? plain(random, said, actor, 'scored', activity, result)
    : plain(random, said, actor, 'completed', activity, { ...result, completion: true });
}
