import type { Cmi5Statement, Cmi5Verb } from '../cmi5/cmi5-statement.ts';
import { moment } from './history.ts';

/** What an AU or LMS that keeps the rules says with a verb, at a time that `moment` reads; `more` may break them. */
export function cmi5Statement(verb: Cmi5Verb, at: string, more: Partial<Cmi5Statement> = {}): Cmi5Statement {
  const timed = ['completed', 'passed', 'failed', 'terminated', 'abandoned'].includes(verb);
  return {
    source: 'urn:plumbline:xapi',
    id: `${verb} ${at}`,
    occurredAt: moment(at),
    recordedAt: moment(at),
    verb,
    activity: 'https://lms.example.org/au/1',
    registration: '6f1e4a52-0d4e-4a8e-9d0a-3f2d6f0c7b11',
    session: 'one',
    movesOn: ['completed', 'passed', 'failed', 'waived'].includes(verb),
    hasDuration: timed,
    masteryScore: null,
    launchMode: null,
    completion: verb === 'completed' ? true : null,
    success: verb === 'passed' ? true : verb === 'failed' ? false : null,
    score: { scaled: null, raw: null, min: null, max: null },
    ...more,
  };
}
