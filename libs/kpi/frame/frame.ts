import type { Clocks, IdentityRegister, Program } from '#program';
import type { Member } from '../cohort/member.ts';

/** A program and its people as they were in force at one moment: what facts are read with. */
export interface Frame {
  readonly clocks: Clocks;
  readonly program: Program;
  readonly members: readonly Member[];
  /** who is behind an actor at the time of an event, by all that is known at `knownBy` */
  readonly identities: Pick<IdentityRegister, 'learnerOf' | 'identifications'>;
}
