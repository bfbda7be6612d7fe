import type { FactOrigin } from '#facts';

const VERBS = new Map<string, Cmi5Verb>([
  ['http://adlnet.gov/expapi/verbs/launched', 'launched'],
  ['http://adlnet.gov/expapi/verbs/initialized', 'initialized'],
  ['http://adlnet.gov/expapi/verbs/completed', 'completed'],
  ['http://adlnet.gov/expapi/verbs/passed', 'passed'],
  ['http://adlnet.gov/expapi/verbs/failed', 'failed'],
  ['https://w3id.org/xapi/adl/verbs/abandoned', 'abandoned'],
  ['https://w3id.org/xapi/adl/verbs/waived', 'waived'],
  ['http://adlnet.gov/expapi/verbs/terminated', 'terminated'],
  ['https://w3id.org/xapi/adl/verbs/satisfied', 'satisfied'],
]);

/** cmi5 9.3. The LMS says launched, abandoned, waived and satisfied; the AU the others. */
export type Cmi5Verb =
  | 'launched'
  | 'initialized'
  | 'completed'
  | 'passed'
  | 'failed'
  | 'abandoned'
  | 'waived'
  | 'terminated'
  | 'satisfied';

/** Null: none of cmi5. */
export function cmi5Verb(id: string): Cmi5Verb | null {
  return VERBS.get(id) ?? null;
}

/** A statement of the cmi5 category, as the rules of cmi5 look at it. */
export interface Cmi5Statement extends FactOrigin {
  readonly verb: Cmi5Verb | null;
  /** the object's id, which the LMS made: of an AU, a block or a course */
  readonly activity: string;
  /** '': none */
  readonly registration: string;
  /** '': none */
  readonly session: string;
  /** of the category that says that it may meet moveOn */
  readonly movesOn: boolean;
  readonly hasDuration: boolean;
  /** as the statement tells the launch's; 0..1 */
  readonly masteryScore: number | null;
  /** as the statement tells the launch's: Normal, Browse or Review (cmi5 10.2.2); null: it tells none */
  readonly launchMode: string | null;
  readonly completion: boolean | null;
  readonly success: boolean | null;
  readonly score: Cmi5Score;
}

export interface Cmi5Score {
  readonly scaled: number | null;
  readonly raw: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function hasScore({ scaled, raw, min, max }: Cmi5Score): boolean {
  return scaled !== null || raw !== null || min !== null || max !== null;
}

/** A score on the scale of mastery scores; null: it cannot be told. */
export function scaledScore({ scaled, raw, min, max }: Cmi5Score): number | null {
  if (scaled !== null) return scaled;
  if (raw === null || min === null || max === null || max <= min) return null;
  return (raw - min) / (max - min);
}
