import { occurredBy } from '#facts';
import { secondsBetween, type Instant } from '#platform';
import { quantile } from '#statistics';
import { byOccurrence, evidenceOf } from '../../evidence/evidence.ts';
import type { Frame } from '../../frame/frame.ts';
import { scanOf } from '../../freshness/feed.ts';
import { exceptionsAt } from '../../governance-coverage/exceptions.ts';
import type { GovernanceRow } from '../../governance-coverage/governance.query.ts';
import {
  governanceOfCases,
  governanceSettingsOf,
  useCaseHistories,
} from '../../governance-coverage/loader.ts';
import { registerOf, type GovernanceFact } from '../../governance-coverage/use-case.ts';
import type { UseCaseRow } from '../../governance-coverage/use-cases.query.ts';
import type { Measure, MeasureFigure, MeasureRow } from '../measure.ts';

export const exceptions: Measure = {
  id: 'exceptions',
  title: 'Open exceptions',
  definition:
    'Exceptions that let a use case run without an approved review: granted, and not closed by the asked moment. One past its expiry that nobody closed stays, marked expired. ' +
    'A row for each, the oldest first, with its age in days since it was first granted, its expiry and the days left until then (negative when past). An exception is not coverage.',
  definitionVersion: '1.0',
  unit: 'count',
  selfReported: false,
  dimensions: [],
  reveals: null,
  scope: 'read',
  names: ['approver'],
  async figure(reader, frame) {
    const [useCases, governance] = await Promise.all([reader.useCases(), reader.governance()]);
    return exceptionsFigure(useCases, governance, frame);
  },
};

export function exceptionsFigure(
  useCases: readonly UseCaseRow[],
  governance: readonly GovernanceRow[],
  frame: Frame,
): MeasureFigure {
  const { asOf } = frame.clocks;
  const { period } = governanceSettingsOf(frame.program);
  const { feed: entries } = useCaseHistories(useCases, frame);
  const reviews = governanceOfCases(governance, entries, frame);
  const titles = new Map(registerOf(entries, []).map(({ id, title }) => [id, title || id]));
  const rows = openExceptions(occurredBy(reviews, asOf), asOf)
    .map((open) => rowOf(open, titles.get(open.last.useCase) ?? open.last.useCase, asOf))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.key < b.key ? -1 : 1));
  const ages = rows.flatMap(({ value }) => value ?? []);
  const median = quantile(ages, 0.5);
  return {
    value: rows.length,
    numerator: null,
    denominator: null,
    n: rows.length,
    interval: null,
    reason: null,
    details: {
      expired: rows.filter(({ details }) => details['expired'] === true).length,
      medianAgeDays: median.ok ? median.estimate : null,
      oldestDays: ages[0] ?? null,
    },
    evidence: rows.flatMap(({ evidence }) => evidence),
    period: { ...period, closed: asOf >= period.end },
    excluded: {},
    unmatched: 0,
    rows,
    notes: [],
    feed: scanOf([...entries, ...reviews]),
  };
}

/** An exception that was granted, perhaps again with a later expiry, and is not closed. */
interface OpenException {
  readonly first: GovernanceFact;
  readonly last: GovernanceFact;
}

function openExceptions(facts: readonly GovernanceFact[], asOf: Instant): OpenException[] {
  const open = new Set(exceptionsAt(facts, asOf).map(({ exception }) => exception));
  const granted = facts.filter(({ kind, exception }) => kind === 'exception-granted' && open.has(exception));
  const closings = facts.filter(({ kind }) => kind === 'exception-closed');
  return [...Map.groupBy(granted.toSorted(byOccurrence), ({ exception }) => exception)].flatMap(
    ([id, own]) => {
      // granted again after it was closed, it begins anew
      const closed = closings
        .filter(({ exception }) => exception === id)
        .toSorted(byOccurrence)
        .at(-1);
      const since = own.filter(({ occurredAt }) => closed === undefined || occurredAt > closed.occurredAt);
      const [first, last] = [since.at(0), since.at(-1)];
      return first === undefined || last === undefined ? [] : [{ first, last }];
    },
  );
}

const DAY_SECONDS = 86_400;

function rowOf({ first, last }: OpenException, title: string, asOf: Instant): MeasureRow {
  const daysLeft = last.expires === null ? null : secondsBetween(asOf, last.expires) / DAY_SECONDS;
  return {
    key: last.exception,
    title,
    column: null,
    unit: 'days',
    value: secondsBetween(first.occurredAt, asOf) / DAY_SECONDS,
    numerator: null,
    denominator: null,
    n: 1,
    interval: null,
    reason: null,
    details: {
      useCase: last.useCase,
      approver: last.approver,
      why: last.reason,
      grantedAt: first.occurredAt,
      expires: last.expires,
      daysLeft,
      expired: daysLeft !== null && daysLeft < 0,
    },
    evidence: [evidenceOf('numerator', last.exception, last)],
  };
}
