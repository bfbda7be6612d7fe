import type { Instant } from '#platform';
import type { Signal } from './learning.ts';
import type { Person } from './people.ts';
import type { Program } from './program.ts';
import { firstOf, percentOf, type Score } from './scores.ts';

export interface Usable {
  readonly score: Score;
  readonly percent: number;
}

export interface ScorePair {
  readonly person: Person;
  readonly pre: Usable | null;
  readonly post: Usable | null;
  /** why not matched; null: matched, or never assessed before or after */
  readonly reason: string | null;
  /** the score that stands for an unmatched learner in the evidence */
  readonly shown: Score | null;
  readonly quarantined: readonly {
    readonly learner: string;
    readonly score: Score;
    readonly reason: string;
  }[];
}

/** When the learner first finished a module in the program; one that was waived taught nothing. */
export function firstModuleOf({ learner, window }: Person, signals: readonly Signal[]): Instant | null {
  const taught = signals.find(
    (signal) =>
      signal.learner === learner && signal.kind !== 'waived' && signal.entry.occurredAt >= window.start,
  );
  return taught?.entry.occurredAt ?? null;
}

/**
 * "Pre = the first attempt before the learner's first module, else unmatched; post = the first post attempt inside the
 * window; same or declared-equivalent form." The first attempt stands, whether or not it can be used.
 */
export function pairOf(
  program: Program,
  person: Person,
  scores: readonly Score[],
  firstModule: Instant | null,
): ScorePair {
  const { learner, window } = person;
  const firstPre = firstOf(scores.filter(({ phase }) => phase === 'pre'));
  const posts = scores.filter(({ phase }) => phase === 'post');
  const firstPost = firstOf(
    posts.filter(({ entry }) => entry.occurredAt >= window.start && entry.occurredAt <= window.end),
  );
  const inTime = firstPre !== null && (firstModule === null || firstPre.entry.occurredAt < firstModule);
  const quarantined: { learner: string; score: Score; reason: string }[] = [];
  const use = (score: Score | null): Usable | null => {
    if (score === null) return null;
    const percent = percentOf(program, score);
    if (typeof percent === 'number') return { score, percent };
    quarantined.push({ learner, score, reason: percent });
    return null;
  };
  const pre = use(inTime ? firstPre : null);
  let post = use(firstPost);
  if (post !== null && firstPre === null)
    quarantined.push({ learner, score: post.score, reason: 'post without pre' });
  if (post !== null && firstPre !== null && post.score.entry.occurredAt < firstPre.entry.occurredAt) {
    quarantined.push({ learner, score: post.score, reason: 'post before pre' });
    post = null;
  }
  const shown = firstPre ?? firstPost ?? firstOf(posts);
  return { person, pre, post, shown, quarantined, reason: reasonOf() };

  function reasonOf(): string | null {
    if (shown === null) return null;
    if (firstPre === null) return 'no pre score';
    if (!inTime) return 'the first pre attempt came after the first module';
    if (pre === null) return 'the pre score cannot be used';
    if (post === null) return 'no usable post score in the window';
    return areEquivalent(program, pre.score, post.score) ? null : 'forms not equivalent';
  }
}

function areEquivalent(program: Program, a: Score, b: Score): boolean {
  if (a.form === b.form) return true;
  const forms = program.assessments.find(({ id }) => id === a.assessment)?.forms ?? [];
  const declares = (one: string, other: string) =>
    forms.some(({ id, equivalentTo }) => id === one && equivalentTo.includes(other));
  return declares(a.form, b.form) || declares(b.form, a.form);
}
