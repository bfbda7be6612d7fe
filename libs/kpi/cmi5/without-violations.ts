import { ByIdentity, growthOf, noteGrowth } from '#facts';
import type { StatementFact } from '../facts/statements.query.ts';

const checked = new ByIdentity<readonly StatementFact[]>();

/**
 * Statements of which those that break a rule of cmi5 say nothing more; the same array while both are the same, and one that goes on
 * from an earlier one where the statements do.
 * @param reasons by the id of a statement
 */
export function withoutViolations(
  statements: readonly StatementFact[],
  reasons: ReadonlyMap<string, string>,
): readonly StatementFact[] {
  if (reasons.size === 0) return statements;
  return checked.of([statements, reasons], '', () => {
    const growth = growthOf(statements);
    const before = growth === null ? undefined : checked.peek([growth.since, reasons], '');
    if (growth === null || before === undefined) return statements.map((fact) => check(fact, reasons));
    const more = [...before, ...growth.added.map((fact) => check(fact, reasons))];
    noteGrowth(more, before);
    return more;
  });
}

function check(fact: StatementFact, reasons: ReadonlyMap<string, string>): StatementFact {
  const reason = reasons.get(fact.id);
  if (reason === undefined) return fact;
  const { signals, score } = fact;
  return { ...fact, signals: [], score: null, setAside: { reason, signals, score } };
}
