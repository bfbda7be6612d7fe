import type { Instant } from '#platform';
import { byOccurrence } from '../evidence/evidence.ts';
import type { Cmi5RuleId } from './cmi5-rules.ts';
import { hasScore, scaledScore, type Cmi5Statement, type Cmi5Verb } from './cmi5-statement.ts';

/** A statement and a rule that it breaks. */
export interface Cmi5Violation {
  readonly rule: Cmi5RuleId;
  readonly statement: Cmi5Statement;
}

/**
 * What statements of one AU in one registration break of the rules of cmi5, in the order in which they are said to have happened, of one
 * moment as they were recorded; the order in which they are given does not matter.
 *
 * A statement is judged by itself and by those before it alone: what follows, or arrives later and happened later, changes nothing of it.
 * One that breaks a rule takes nobody's place: the first completed that breaks none is the one that the registration has. Only what opens
 * or ends a session in its place does so whatever else is wrong with it.
 *
 * A statement that lacks a registration or a session is of no launch: it is judged by itself alone. That a session was never said to be
 * launched is not held against its AU: that is for the LMS to say.
 */
export function cmi5Violations(statements: readonly Cmi5Statement[]): Cmi5Violation[] {
  const launch: Launch = { completed: false, passed: false };
  const sessions = new Map<string, Session>();
  const violations: Cmi5Violation[] = [];
  for (const statement of statements.toSorted(byOccurrence)) {
    const rules = [...outOfPlace(statement, launch, sessions), ...saidWrongly(statement, sessions)];
    violations.push(...rules.map((rule) => ({ rule, statement })));
    if (rules.length > 0) continue;
    if (statement.verb === 'completed') launch.completed = true;
    if (statement.verb === 'passed') launch.passed = true;
  }
  return violations;
}

/** What a registration has had of an AU that breaks no rule. */
interface Launch {
  completed: boolean;
  passed: boolean;
}

interface Session {
  launched: boolean;
  /** when the first that the AU said, rightly or not, was recorded; null: nothing */
  spokenBy: Instant | null;
  initialized: boolean;
  ended: 'terminated' | 'abandoned' | null;
  masteryScore: number | null;
  launchMode: string | null;
}

const OF_THE_AU: ReadonlySet<Cmi5Verb> = new Set([
  'initialized',
  'completed',
  'passed',
  'failed',
  'terminated',
]);
const TIMED: ReadonlySet<Cmi5Verb> = new Set(['completed', 'passed', 'failed', 'terminated', 'abandoned']);
const MOVING: ReadonlySet<Cmi5Verb> = new Set(['completed', 'passed', 'failed']);
/** In these modes the AU says initialized and terminated, and nothing else that cmi5 defines (10.2.2). */
const WITHOUT_RECORD: ReadonlySet<string | null> = new Set(['Browse', 'Review']);

/** The rules of order, and notes what the session has come to. */
function outOfPlace(statement: Cmi5Statement, launch: Launch, sessions: Map<string, Session>): Cmi5RuleId[] {
  const { verb, session: id } = statement;
  if (verb === null) return ['cmi5-verb-unknown'];
  const unnamed = ofNoLaunch(statement);
  if (unnamed.length > 0) return unnamed;
  // the LMS says these whatever its AU says in a session
  if (verb === 'waived' || verb === 'satisfied') return [];
  const session = sessions.get(id) ?? newSession();
  sessions.set(id, session);
  if (verb === 'launched') return launchedAgainOrLate(session, statement);
  const order = brokenOrder(verb, session);
  const { recordedAt } = statement;
  if (OF_THE_AU.has(verb) && (session.spokenBy === null || recordedAt < session.spokenBy))
    session.spokenBy = recordedAt;
  if (order !== null) return [order];
  if (verb === 'initialized') session.initialized = true;
  if (verb === 'terminated' || verb === 'abandoned') session.ended = verb;
  const mode = session.launchMode ?? statement.launchMode;
  if (MOVING.has(verb) && WITHOUT_RECORD.has(mode)) return ['cmi5-browse-or-review'];
  if (verb === 'completed' && launch.completed) return ['cmi5-second-completed'];
  if (verb === 'passed' && launch.passed) return ['cmi5-second-passed'];
  return verb === 'failed' && launch.passed ? ['cmi5-failed-after-passed'] : [];
}

/** Every statement that cmi5 defines names both, one of the LMS too. */
function ofNoLaunch({ registration, session }: Cmi5Statement): Cmi5RuleId[] {
  const rules: Cmi5RuleId[] = [];
  if (registration === '') rules.push('cmi5-registration-missing');
  if (session === '') rules.push('cmi5-session-missing');
  return rules;
}

function newSession(): Session {
  return {
    launched: false,
    spokenBy: null,
    initialized: false,
    ended: null,
    masteryScore: null,
    launchMode: null,
  };
}

/** The clocks of an LMS and of an AU differ: what was recorded before anything else of the session came first, whatever they say. */
function launchedAgainOrLate(session: Session, statement: Cmi5Statement): Cmi5RuleId[] {
  const { masteryScore, launchMode, recordedAt } = statement;
  const isLate = session.spokenBy !== null && session.spokenBy < recordedAt;
  const wrong = session.launched || isLate;
  session.launched = true;
  session.masteryScore ??= masteryScore;
  session.launchMode ??= launchMode;
  return wrong ? ['cmi5-launched-not-first'] : [];
}

function brokenOrder(verb: Cmi5Verb, { initialized, ended }: Session): Cmi5RuleId | null {
  if (ended !== null) return `cmi5-after-${ended}`;
  if (verb === 'initialized') return initialized ? 'cmi5-second-initialized' : null;
  return initialized || !OF_THE_AU.has(verb) ? null : 'cmi5-not-initialized';
}

/** The rules of what a statement must have and must not. */
function saidWrongly(statement: Cmi5Statement, sessions: ReadonlyMap<string, Session>): Cmi5RuleId[] {
  const { verb, score, completion, success, hasDuration, movesOn } = statement;
  if (verb === null) return [];
  const rules: Cmi5RuleId[] = [];
  if (verb === 'completed' && completion !== true) rules.push('cmi5-completion-wrong');
  if (verb === 'passed' && success !== true) rules.push('cmi5-success-wrong');
  if (verb === 'failed' && success !== false) rules.push('cmi5-success-wrong');
  if (TIMED.has(verb) && !hasDuration) rules.push('cmi5-duration-missing');
  if (MOVING.has(verb) && !movesOn) rules.push('cmi5-move-on-missing');
  if (verb !== 'passed' && verb !== 'failed')
    return hasScore(score) ? [...rules, 'cmi5-score-not-judged'] : rules;
  const mastery = statement.masteryScore ?? sessions.get(statement.session)?.masteryScore ?? null;
  const scaled = scaledScore(score);
  if (mastery === null || scaled === null) return rules;
  if (verb === 'passed' && scaled < mastery) rules.push('cmi5-passed-below-mastery');
  if (verb === 'failed' && scaled >= mastery) rules.push('cmi5-failed-at-mastery');
  return rules;
}
