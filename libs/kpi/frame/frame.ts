import type { Clocks, Program } from '#program';
import type { Instant } from '#platform';
import type { Member } from '../cohort/member.ts';

/** A program and its people as they were in force at one moment: what facts are read with. */
export interface Frame {
  readonly clocks: Clocks;
  readonly program: Program;
  readonly members: readonly Member[];
  /** the learner behind an actor at the time of an event; null: nobody that we know */
  readonly learnerOf: (identity: string, at: Instant) => string | null;
}
