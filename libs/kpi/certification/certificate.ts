import { addDuration, type Instant } from '#platform';
import type { Program } from '#program';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';

/** A level that a learner earned, or lost. '' where the event says nothing. */
export interface CertificationFact extends FactOrigin {
  readonly learner: string;
  readonly kind: 'awarded' | 'revoked';
  readonly level: string;
  readonly module: string;
  /** null: as the program file says of the level */
  readonly expires: Instant | null;
}

/** `due`: live, and to be renewed soon. */
export type CertificateState = 'live' | 'due' | 'lapsed' | 'revoked';

/** The certificate of a learner on one level: what the latest event on it says. */
export interface Certificate {
  readonly learner: string;
  readonly level: string;
  readonly state: CertificateState;
  /** null: it does not expire */
  readonly until: Instant | null;
  readonly event: CertificationFact;
}

/** From so long before its end a certificate is due for renewal. */
export const DUE_WITHIN = 'P30D';

/** The certificates of a moment; facts are of up to then. An award after a revocation stands, and a renewal counts anew. */
export function certificatesAt(
  facts: readonly CertificationFact[],
  program: Program,
  asOf: Instant,
): Certificate[] {
  const validity = new Map(program.certification.levels.map((level) => [level.id, level.validity]));
  const latest = new Map(
    facts.toSorted(byOccurrence).map((fact) => [JSON.stringify([fact.learner, fact.level]), fact]),
  );
  return [...latest.values()].map((event) => {
    const { learner, level, expires, occurredAt } = event;
    const lasts = validity.get(level);
    const until = expires ?? (lasts === undefined ? null : addDuration(occurredAt, lasts));
    return { learner, level, state: stateOf(event, until, asOf), until, event };
  });
}

function stateOf({ kind }: CertificationFact, until: Instant | null, asOf: Instant): CertificateState {
  if (kind === 'revoked') return 'revoked';
  if (until === null) return 'live';
  if (until < asOf) return 'lapsed';
  return until <= addDuration(asOf, DUE_WITHIN) ? 'due' : 'live';
}
