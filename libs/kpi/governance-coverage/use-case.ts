import { ByIdentity } from '#facts';
import type { Instant } from '#platform';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';

/** An entry of the register of AI use; '' where the event says nothing. */
export interface UseCaseFact extends FactOrigin {
  readonly useCase: string;
  readonly kind: string;
  readonly version: string;
  readonly tier: string;
  readonly owner: string;
  readonly team: string;
  readonly title: string;
}

/** A request, a decision, or the opening or closing of an exception. */
export interface GovernanceFact extends FactOrigin {
  readonly useCase: string;
  readonly kind: string;
  readonly version: string;
  readonly decision: string;
  readonly reviewer: string;
  readonly validUntil: Instant | null;
  readonly due: Instant | null;
  readonly exception: string;
  readonly approver: string;
  readonly expires: Instant | null;
  readonly reason: string;
}

/** A use case as the register had it at one moment. */
export interface UseCase {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly team: string;
  readonly version: string;
  readonly tier: string;
  /** null: not used yet */
  readonly firstUse: FactOrigin | null;
  readonly retired: boolean;
  readonly decisions: readonly GovernanceFact[];
  readonly requests: readonly GovernanceFact[];
}

const known = new ByIdentity<readonly UseCase[]>();

/** The register from its history. The latest word on each property stands; a first use after a retirement revives the case. */
export function registerOf(
  useCaseFacts: readonly UseCaseFact[],
  governanceFacts: readonly GovernanceFact[],
): readonly UseCase[] {
  return known.of([useCaseFacts, governanceFacts], '', () => readRegister(useCaseFacts, governanceFacts));
}

function readRegister(
  useCaseFacts: readonly UseCaseFact[],
  governanceFacts: readonly GovernanceFact[],
): UseCase[] {
  const histories = Map.groupBy(useCaseFacts, (fact) => fact.useCase);
  const reviews = Map.groupBy(governanceFacts, (fact) => fact.useCase);
  return [...histories]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, history]) => useCaseOf(id, history, reviews.get(id) ?? []));
}

/** One use case from what was said of it, in any order. */
export function useCaseOf(
  id: string,
  said: readonly UseCaseFact[],
  governance: readonly GovernanceFact[],
): UseCase {
  const history = said.toSorted(byOccurrence);
  const reviews = governance.toSorted(byOccurrence);
  let { title, owner, team, version, tier } = { title: '', owner: '', team: '', version: '', tier: '' };
  let firstUse: FactOrigin | null = null;
  let retired = false;
  for (const fact of history) {
    title = fact.title || title;
    owner = fact.owner || owner;
    team = fact.team || team;
    version = fact.version || version;
    tier = fact.tier || tier;
    if (fact.kind === 'retired') retired = true;
    if (fact.kind === 'first-used') {
      if (firstUse === null || retired) firstUse = fact;
      retired = false;
    }
  }
  return {
    id,
    title,
    owner,
    team,
    version,
    tier,
    firstUse,
    retired,
    decisions: reviews.filter((fact) => fact.kind === 'review-decided'),
    requests: reviews.filter((fact) => fact.kind === 'review-requested'),
  };
}
