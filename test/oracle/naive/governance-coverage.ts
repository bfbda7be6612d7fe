import { secondsBetween, type Instant } from '#platform';
import { approvalAt } from './approval.ts';
import { shareInterval } from './estimates.ts';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { contradictionsIn, exceptionsOf } from './exceptions.ts';
import { countedAt, type LogEntry, type Pair } from './log.ts';
import { daysOf, wholeProgram, type Program } from './program.ts';
import { freshnessOf } from './staleness.ts';
import { targetOf, thresholdVerdict } from './status.ts';
import { latest, registerOf, teamOf, useOf, type Entry, type Governance, type Said } from './use-cases.ts';

/** "Value = stock: high-risk cases in use at `asOf` with an approved review … valid then / all high-risk cases in use." */
export function governanceCoverage(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): Reading {
  const { histories, governance } = registerOf(program, countedAt(log, pair));
  const ids = new Set(histories.map((history) => history[0]?.data.useCase));
  const said = Object.values(governance).flatMap((events: readonly Said[]) =>
    events.filter(({ data }) => ids.has(data.useCase)),
  );
  const freshness = freshnessOf([...histories.flat(), ...said].map(({ entry }) => entry));
  const figure = (own: readonly Entry[][]) => ({ ...figureOf(program, own, governance, pair), freshness });
  const teams =
    by === 'team'
      ? Map.groupBy(histories, (history) => teamOf(history) ?? 'unknown')
      : new Map<string, Entry[][]>();
  return {
    whole: figure(histories),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own)])),
    minimumGroup: null,
  };
}

function figureOf(
  program: Program,
  histories: readonly Entry[][],
  governance: Governance,
  { asOf }: Pair,
): Omit<Expected, 'freshness'> {
  const { tiers, highRisk, period: asked } = program.governance;
  const period = daysOf(program, asked ?? wholeProgram(program));
  const isClosed = asOf >= period.end;
  const inUse = histories.flatMap((history) => {
    const use = useOf(history);
    return use === undefined ? [] : [caseOf(program, history, use, governance, asOf)];
  });
  const stock = inUse.filter(({ tier }) => tier !== undefined && highRisk.includes(tier));
  const unknown = inUse.filter(({ tier }) => tier === undefined || !tiers.includes(tier));
  const covered = stock.filter(({ approval }) => approval !== undefined);
  const uncovered = stock.filter(({ approval }) => approval === undefined);
  const overdue = uncovered.filter((useCase) => useCase.overdue);
  const ids = histories.map((history) => history[0]?.data.useCase ?? '');
  const quarantined = contradictionsIn(governance, ids);
  const n = stock.length;
  const value = n === 0 ? null : covered.length / n;
  const interval = shareInterval(covered.length, n);
  const target = program.targets['governance-coverage'];
  const isRetired = (history: readonly Entry[]) =>
    history.findLast(({ kind }) => ['retired', 'first-used'].includes(kind))?.kind === 'retired';
  return {
    period: { ...period, closed: isClosed },
    value,
    numerator: covered.length,
    denominator: n,
    n,
    excluded: countEach(unknown.map(() => 'unknown-tier')),
    unmatched: 0,
    censored: 0,
    interval,
    target: targetOf(target),
    baseline: null,
    ...thresholdVerdict({
      value,
      target,
      interval,
      closed: isClosed,
      census: true,
      obstacles: tooFew(n, program.status.minimumN['governance-coverage']),
      unmet: tooLate(overdue.length, target?.overdue ?? 0),
    }),
    details: {
      quarantined: countEach(quarantined.map(({ reason }) => reason)),
      flow: flowOf(program, histories, governance, period),
      overdue: overdue.length,
      uncovered: uncovered
        .map(({ id, overdue: late, due, title, owner, version, use }) => ({
          useCase: id,
          title: title ?? '',
          owner: owner ?? '',
          version: version ?? '',
          firstUsedAt: use.entry.occurredAt,
          days: secondsBetween(use.entry.occurredAt, asOf) / 86_400,
          overdue: late,
          due,
        }))
        .toSorted((a, b) => (a.useCase < b.useCase ? -1 : 1)),
      exceptions: exceptionsOf(governance, ids, asOf),
      unknownTier: unknown.length,
      retired: histories.filter(isRetired).length,
      notYetUsed: histories.filter((history) => useOf(history) === undefined && !isRetired(history)).length,
    },
    evidence: [
      ...covered.flatMap(({ id, approval }) => (approval ? [evidence('numerator', id, approval)] : [])),
      ...stock.map(({ id, use }) => evidence('denominator', id, use.entry)),
      ...unknown.map(({ id, use }) => evidence('excluded', id, use.entry)),
      ...quarantined.map(({ useCase, entry }) => evidence('quarantined', useCase, entry)),
    ],
  };
}

function tooFew(n: number, minimum: number): string[] {
  if (n === 0) return ['No high-risk use case is in use.'];
  return n < minimum ? [`Only ${n} high-risk use cases are in use; at least ${minimum} are needed.`] : [];
}

/** "Target: stock ≥ 95% and nothing overdue." */
function tooLate(overdue: number, allowed: number): string[] {
  if (overdue <= allowed) return [];
  const cases = overdue === 1 ? '1 use case is' : `${overdue} use cases are`;
  return [`${cases} past due without a valid review; the target allows ${allowed}.`];
}

function caseOf(
  program: Program,
  history: readonly Entry[],
  use: Entry,
  governance: Governance,
  asOf: Instant,
) {
  const id = use.data.useCase;
  const version = latest(history, 'version');
  const request = governance.requests.findLast(({ data }) => data.useCase === id && data.version === version);
  // "none given: first use"
  const due = request?.data.due ?? use.entry.occurredAt;
  const approval = approvalAt(program, governance, id, version, asOf);
  return {
    id,
    use,
    version,
    tier: latest(history, 'tier'),
    owner: latest(history, 'owner'),
    title: latest(history, 'title'),
    approval,
    due,
    overdue: due < asOf,
  };
}

/**
 * "High-risk cases first used in the period (tier at first use) whose approved review is dated no later than first use / all
 * first used."
 */
function flowOf(
  program: Program,
  histories: readonly Entry[][],
  governance: Governance,
  { start, end }: { readonly start: Instant; readonly end: Instant },
) {
  const started = histories.flatMap((history) => {
    const at = history.find(({ kind }) => kind === 'first-used')?.entry.occurredAt;
    if (at === undefined || at < start || at > end) return [];
    const then = history.filter(({ entry }) => entry.occurredAt <= at);
    const tier = latest(then, 'tier');
    if (tier === undefined || !program.governance.highRisk.includes(tier)) return [];
    const id = then[0]?.data.useCase ?? '';
    return [approvalAt(program, governance, id, latest(then, 'version'), at) !== undefined];
  });
  const numerator = started.filter((inTime) => inTime).length;
  const denominator = started.length;
  const value = denominator === 0 ? null : numerator / denominator;
  return { value, numerator, denominator, interval: shareInterval(numerator, denominator) };
}
