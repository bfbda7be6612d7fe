import { addDuration, parseInstant, type Instant } from '#platform';
import { wilson } from '#statistics';
import { z } from 'zod';
import { countEach, evidence, type Expected, type Reading } from './figure.ts';
import { countedAt, told, toldAs, type LogEntry, type Pair } from './log.ts';
import { belongs, daysOf, wholeProgram, type Program } from './program.ts';
import { thresholdVerdict } from './status.ts';

const registered = z.object({
  program: z.string().optional(),
  useCase: z.string(),
  version: z.string().optional(),
  tier: z.string().optional(),
  team: z.string().optional(),
});
const named = { program: z.string().optional(), useCase: z.string() };
const moment = z.string().transform((text): Instant | null => parseInstant(text));
const decided = z.object({
  ...named,
  version: z.string(),
  decision: z.string(),
  validUntil: moment.optional(),
});
const requested = z.object({ ...named, version: z.string(), due: moment.optional() });
const granted = z.object({ ...named, exception: z.string(), expires: moment });
const closed = z.object({ ...named, exception: z.string() });

const kinds = ['registered', 'changed', 're-tiered', 'first-used', 'retired'];
type Entry = ReturnType<typeof toldAs<z.output<typeof registered>>>[number];

/** What was said of the reviews and exceptions of cases of the program. */
interface Governance {
  readonly decisions: ReturnType<typeof told<z.output<typeof decided>>>;
  readonly requests: ReturnType<typeof told<z.output<typeof requested>>>;
  readonly grants: ReturnType<typeof told<z.output<typeof granted>>>;
  readonly closures: ReturnType<typeof told<z.output<typeof closed>>>;
}

/** "Value = stock: high-risk cases in use at `asOf` with an approved review … valid then / all high-risk cases in use." */
export function governanceCoverage(
  log: readonly LogEntry[],
  program: Program,
  pair: Pair,
  by: string,
): Reading {
  const counted = countedAt(log, pair);
  const ours = <Data extends { program?: string | undefined }>({ data }: { data: Data }) =>
    data.program === undefined || data.program === program.program.id;
  const register = toldAs(counted, 'use-case', kinds, registered).filter(ours);
  const histories = [...Map.groupBy(register, ({ data }) => data.useCase).values()].filter(
    (history) =>
      history.some(({ data }) => data.program !== undefined) ||
      belongs(program, undefined, { useCase: history[0]?.data.useCase ?? '', team: teamOf(history) }),
  );
  const governance: Governance = {
    decisions: told(counted, 'governance.review-decided', decided).filter(ours),
    requests: told(counted, 'governance.review-requested', requested).filter(ours),
    grants: told(counted, 'exception.granted', granted).filter(ours),
    closures: told(counted, 'exception.closed', closed).filter(ours),
  };
  const figure = (own: readonly Entry[][]) => figureOf(program, own, governance, pair);
  const teams =
    by === 'team'
      ? Map.groupBy(histories, (history) => teamOf(history) ?? 'unknown')
      : new Map<string, Entry[][]>();
  return {
    whole: figure(histories),
    rows: new Map([...teams].map(([team, own]) => [team, figure(own)])),
  };
}

/** The latest word stands, of each property apart. */
function latest(history: readonly Entry[], what: 'version' | 'tier' | 'team'): string | undefined {
  return history.findLast(({ data }) => data[what] !== undefined)?.data[what];
}

function teamOf(history: readonly Entry[]): string | undefined {
  return latest(history, 'team');
}

/** The first use that counts: the first ever, or the first after the case had been retired. Undefined: never, or not any more. */
function useOf(history: readonly Entry[]): Entry | undefined {
  let use: Entry | undefined;
  for (const event of history) {
    if (event.kind === 'first-used') use ??= event;
    if (event.kind === 'retired') use = undefined;
  }
  return use;
}

function figureOf(
  program: Program,
  histories: readonly Entry[][],
  governance: Governance,
  { asOf }: Pair,
): Expected {
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
  const share = wilson(covered.length, n);
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
    baseline: null,
    ...thresholdVerdict({
      value,
      target,
      interval: share.ok ? share.interval : null,
      closed: isClosed,
      census: true,
      cannot: n < program.status.minimumN['governance-coverage'],
      unmet: overdue.length > (target?.overdue ?? 0),
    }),
    details: {
      quarantined: countEach(quarantined.map(({ reason }) => reason)),
      flow: flowOf(program, histories, governance, period),
      overdue: overdue.length,
      uncovered: uncovered
        .map(({ id, overdue: late, due }) => ({ useCase: id, overdue: late, due }))
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
  return { id, use, tier: latest(history, 'tier'), approval, due, overdue: due < asOf };
}

/** The approval of a version that is valid at a moment; the last decision on the version stands. */
function approvalAt(
  program: Program,
  { decisions }: Governance,
  useCase: string,
  version: string | undefined,
  at: Instant,
): LogEntry | undefined {
  const last = decisions.findLast(
    ({ entry, data }) => data.useCase === useCase && data.version === version && entry.occurredAt <= at,
  );
  if (last?.data.decision !== 'approved') return undefined;
  const { reviewValidity } = program.governance;
  const general = reviewValidity === undefined ? null : addDuration(last.entry.occurredAt, reviewValidity);
  const until = last.data.validUntil ?? general;
  return until === null || at <= until ? last.entry : undefined;
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
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}

/** Granted, and not closed since. One that has expired is still listed, as expired. */
function exceptionsOf({ grants, closures }: Governance, ids: readonly string[], asOf: Instant) {
  const open = grants.filter(
    ({ entry, data }) =>
      ids.includes(data.useCase) &&
      !closures.some((closure) => isSame(closure.data, data) && closure.entry.occurredAt >= entry.occurredAt),
  );
  return open.map(({ data }) => ({
    exception: data.exception,
    useCase: data.useCase,
    expired: data.expires !== null && data.expires < asOf,
  }));
}

interface Named {
  readonly exception: string;
  readonly useCase: string;
}

/** An exception is of one use case. */
function isSame(a: Named, b: Named): boolean {
  return a.exception === b.exception && a.useCase === b.useCase;
}

function contradictionsIn({ decisions, grants, closures }: Governance, ids: readonly string[]) {
  const ended = decisions.flatMap(({ entry, data }) =>
    data.decision === 'approved' && data.validUntil && data.validUntil < entry.occurredAt
      ? [{ useCase: data.useCase, entry, reason: 'approval ended before it was decided' }]
      : [],
  );
  const closedEarly = closures.flatMap(({ entry, data }) => {
    const own = grants.filter((grant) => isSame(grant.data, data));
    return own.length > 0 && own.every((grant) => grant.entry.occurredAt > entry.occurredAt)
      ? [{ useCase: data.useCase, entry, reason: 'exception closed before it was granted' }]
      : [];
  });
  return [...ended, ...closedEarly].filter(({ useCase }) => ids.includes(useCase));
}
