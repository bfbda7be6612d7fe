import type { Instant } from '#platform';
import type { Member } from '../cohort/member.ts';
import { byOccurrence, evidenceOf, type EvidenceEntry } from '../evidence/evidence.ts';
import { scoreOf, type Attempt, type Form } from './score.ts';

/** The forms of a program's assessments. */
export interface Forms {
  form(assessment: string, form: string): Form | null;
  equivalent(assessment: string, a: string, b: string): boolean;
}

/** A usable score, in percent, and the attempt it was read from. */
export interface Usable {
  readonly percent: number;
  readonly attempt: Attempt;
}

/** What one learner contributes. Both: matched. */
export interface Pair {
  readonly member: Member;
  readonly pre: Usable | null;
  readonly post: Usable | null;
  /** an attempt of a learner who is not matched, to be found in the evidence */
  readonly stray: Attempt | null;
  /** why not matched; null: matched, or never assessed */
  readonly reason: string | null;
  readonly quarantined: readonly EvidenceEntry[];
}

const NONE: readonly Attempt[] = [];

/**
 * A learner's pre and post score from attempts with `occurredAt ≤ asOf`.
 * Pre: the first attempt, if it lies before the first module that the learner finished in the program.
 * Post: the first attempt of the own window. Of several assessments, the first (by id) that matches counts.
 * The first attempt stands even when it cannot be used: taking the next would choose among scores.
 * @param firstModule when the learner first finished a module on or after the own day 1; null: none yet
 */
export function pairOf(
  member: Member,
  attempts: readonly Attempt[] | undefined,
  firstModule: Instant | null,
  forms: Forms,
): Pair {
  const assessments = Map.groupBy(attempts ?? NONE, (attempt) => attempt.assessment);
  const pairs = [...assessments]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => pairWithin(member, own, firstModule, forms));
  const quarantined = pairs.flatMap((pair) => pair.quarantined);
  const chosen =
    pairs.find(isMatched) ??
    pairs.find(({ pre, post }) => pre !== null || post !== null) ??
    pairs.find(({ stray }) => stray !== null);
  if (chosen !== undefined) return { ...chosen, quarantined };
  return { member, pre: null, post: null, stray: null, reason: null, quarantined };
}

export function isMatched(pair: Pair): pair is Pair & { readonly pre: Usable; readonly post: Usable } {
  return pair.reason === null && pair.pre !== null && pair.post !== null;
}

function pairWithin(
  member: Member,
  attempts: readonly Attempt[],
  firstModule: Instant | null,
  forms: Forms,
): Pair {
  const firstPre = firstAttempt(attempts.filter(({ phase }) => phase === 'pre'));
  const firstPost = firstAttempt(
    attempts.filter(
      ({ phase, occurredAt }) =>
        phase === 'post' && occurredAt >= member.windowStart && occurredAt <= member.windowEnd,
    ),
  );
  const quarantined: EvidenceEntry[] = [];
  const usable = (attempt: Attempt | null): Usable | null => {
    if (attempt === null) return null;
    const score = scoreOf(attempt, forms.form(attempt.assessment, attempt.form));
    if (score.ok) return { percent: score.percent, attempt };
    quarantined.push(evidenceOf('quarantined', member.learner, attempt, score.reason));
    return null;
  };
  const preInTime = firstPre !== null && (firstModule === null || firstPre.occurredAt < firstModule);
  const pre = usable(preInTime ? firstPre : null);
  let post = usable(firstPost);
  if (post !== null && firstPre !== null && post.attempt.occurredAt < firstPre.occurredAt) {
    quarantined.push(evidenceOf('quarantined', member.learner, post.attempt, 'post before pre'));
    post = null;
  }
  if (post !== null && firstPre === null)
    quarantined.push(evidenceOf('quarantined', member.learner, post.attempt, 'post without pre'));
  const stray = firstPre ?? firstPost ?? firstAttempt(attempts.filter(({ phase }) => phase === 'post'));
  const reason = reasonOf({ firstPre, preInTime, pre, post, stray, forms });
  return { member, pre, post, stray, reason, quarantined };
}

function reasonOf(pair: {
  readonly firstPre: Attempt | null;
  readonly preInTime: boolean;
  readonly pre: Usable | null;
  readonly post: Usable | null;
  readonly stray: Attempt | null;
  readonly forms: Forms;
}): string | null {
  const { firstPre, preInTime, pre, post, stray, forms } = pair;
  if (stray === null) return null;
  if (firstPre === null) return 'no pre score';
  if (!preInTime) return 'the first pre attempt came after the first module';
  if (pre === null) return 'the pre score cannot be used';
  if (post === null) return 'no usable post score in the window';
  const { assessment } = pre.attempt;
  return forms.equivalent(assessment, pre.attempt.form, post.attempt.form) ? null : 'forms not equivalent';
}

/** The earliest attempt; a score of the whole form goes before scores of single skills. */
function firstAttempt(attempts: readonly Attempt[]): Attempt | null {
  const whole = attempts.filter(({ skill }) => skill === '');
  const [first] = (whole.length > 0 ? whole : attempts).toSorted(byAttempt);
  return first ?? null;
}

function byAttempt(a: Attempt, b: Attempt): number {
  if (a.occurredAt === b.occurredAt && a.attempt !== null && b.attempt !== null && a.attempt !== b.attempt)
    return a.attempt - b.attempt;
  return byOccurrence(a, b);
}
