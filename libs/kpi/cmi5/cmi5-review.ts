import { ByIdentity, growthOf } from '#facts';
import { CMI5_RULES, type Cmi5RuleId } from './cmi5-rules.ts';
import { cmi5Violations, type Cmi5Violation } from './cmi5-session.ts';
import type { Cmi5Statement } from './cmi5-statement.ts';

/** The statements of a tenant by the rules of cmi5. */
export interface Cmi5Review {
  readonly violations: () => Cmi5Violation[];
  /** why a statement counts in no KPI, by its id; the same object while it says the same */
  readonly setAside: ReadonlyMap<string, string>;
}

interface Reviewed extends Cmi5Review {
  /** of one AU in one registration each, and what names no registration alone */
  readonly launches: ReadonlyMap<string, Launch>;
}

interface Launch {
  readonly statements: readonly Cmi5Statement[];
  readonly violations: readonly Cmi5Violation[];
}

const NOTHING: Reviewed = { launches: new Map(), violations: () => [], setAside: new Map() };
const reviewed = new ByIdentity<Reviewed>();

/** What breaks the rules; what was looked at in an earlier list is looked at again only where its launch has more. */
export function reviewCmi5(facts: readonly Cmi5Statement[]): Cmi5Review {
  return reviewed.of([facts], '', () => {
    const growth = growthOf(facts);
    const before = growth === null ? undefined : reviewed.peek([growth.since], '');
    return growth === null || before === undefined ? review(facts, NOTHING) : review(growth.added, before);
  });
}

function review(added: readonly Cmi5Statement[], before: Reviewed): Reviewed {
  if (added.length === 0) return before;
  const launches = new Map(before.launches);
  let same = true;
  for (const [key, own] of Map.groupBy(added, launchKey)) {
    const known = launches.get(key) ?? { statements: [], violations: [] };
    const statements = [...known.statements, ...own];
    const violations = cmi5Violations(statements);
    if (told(violations) !== told(known.violations)) same = false;
    launches.set(key, { statements, violations });
  }
  const violations = () => [...launches.values()].flatMap((launch) => launch.violations);
  return { launches, violations, setAside: same ? before.setAside : reasonsOf(violations()) };
}

/** Without a registration nothing that others say of the AU matters, and all of it together would be looked at again for each. */
function launchKey({ registration, activity, source, id }: Cmi5Statement): string {
  return JSON.stringify(registration === '' ? ['', source, id] : [registration, activity]);
}

function told(violations: readonly Cmi5Violation[]): string {
  return violations.map(({ rule, statement }) => `${statement.id} ${rule}`).join('\n');
}

/** A statement may break several rules; the first stands for them. */
function reasonsOf(violations: readonly Cmi5Violation[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { rule, statement } of violations)
    if (!reasons.has(statement.id)) reasons.set(statement.id, reasonOf(rule));
  return reasons;
}

function reasonOf(rule: Cmi5RuleId): string {
  const { clause, says } = CMI5_RULES[rule];
  return `${rule}: ${says} (cmi5 ${clause})`;
}
