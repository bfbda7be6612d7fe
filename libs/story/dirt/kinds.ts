import { conflicts } from './conflicts.ts';
import type { Dirt } from './dirt.ts';
import { duplicates } from './duplicates.ts';
import { late } from './late.ts';
import { courseUnits, failures, repetitions, twoAttempts, unknownActivities } from './learning.ts';
import { outOfOrder } from './out-of-order.ts';
import { strangers } from './strangers.ts';
import { otherRubric, otherVersions, outOfScope, reTierAfterAsOf } from './tools.ts';
import { voids } from './voids.ts';

/** In the order in which they are laid over one another: what re-sends or re-orders comes after what adds. */
export const dirt = [
  late,
  strangers,
  failures,
  unknownActivities,
  twoAttempts,
  courseUnits,
  repetitions,
  reTierAfterAsOf,
  otherVersions,
  otherRubric,
  outOfScope,
  voids,
  outOfOrder,
  conflicts,
  duplicates,
] as const satisfies readonly Dirt[];

/** What the ledger itself holds for the unwary; it cannot be left out of a story, only ignored by a reader. */
export const traps = [
  {
    name: 'late-joiners',
    sentence: 'People join until 20 July; a reader with one start for all cuts their 90 days.',
  },
  {
    name: 'withdrawals',
    sentence: 'Those who withdraw stay in the denominator; a reader that drops them flatters.',
  },
  {
    name: 'exclusions',
    sentence: 'Exclusions are approved and dated; a reader that ignores them keeps them in.',
  },
  {
    name: 'roles-changed',
    sentence: 'Roles change on the way; a reader of the first role asks for other modules.',
  },
  {
    name: 'two-identities',
    sentence: 'One learner speaks under several names; a reader of one name loses the rest.',
  },
  {
    name: 'prior-completions',
    sentence: 'Some was done before enrolment; a reader of any time counts all of it.',
  },
  { name: 'other-forms', sentence: 'Form c is not equivalent; a reader of any mark mixes scales.' },
  {
    name: 'calibration',
    sentence: 'Calibration outputs are marked too; a reader of all reviews pools them with runs.',
  },
  { name: 'drills', sentence: 'Drills look like incidents; a reader of both mixes exercise and fire.' },
  {
    name: 'open-incidents',
    sentence: 'Some are open at the end; a reader of the mitigated only loses the slow ones.',
  },
  {
    name: 'negative-durations',
    sentence: 'One ends before it began; a reader that keeps it calls it instant.',
  },
  { name: 'expired-reviews', sentence: 'Reviews run out; a reader of any approval calls the case covered.' },
] as const;

export type DirtName = (typeof dirt)[number]['name'] | (typeof traps)[number]['name'];

export interface DirtKind {
  readonly name: DirtName;
  readonly sentence: string;
  /** In the messages: it can be left out of a story. In the ledger: it is part of what happened. */
  readonly part: 'messages' | 'ledger';
}

/** Every kind of dirt of a story, with what it does to a reader that ignores it. */
export const dirtKinds: readonly DirtKind[] = [
  ...dirt.map(({ name, sentence }) => ({ name, sentence, part: 'messages' as const })),
  ...traps.map(({ name, sentence }) => ({ name, sentence, part: 'ledger' as const })),
];
