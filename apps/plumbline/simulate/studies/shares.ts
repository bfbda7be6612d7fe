import { z } from 'zod';
import {
  differenceToRest,
  feedOf,
  type Figure,
  governanceCoverageFigure,
  type GovernanceFact,
  type Member,
  type ModuleSignals,
  trainingCompletionFigure,
  type UseCaseFact,
} from '#kpi';
import type { Generator } from '#statistics';
import { day, names, originAt } from '../draws.ts';
import { estimateSchema, outcomeOf, sideOfTruth, type Kind, type Outcome, type Scenario } from '../study.ts';
import { memberNamed, windowDays } from './members.ts';

/** Two roles, a third and two thirds of the learners; the second completes less often by `gap`. */
interface Mix {
  readonly share: number;
  readonly gap: number;
}

interface Asked {
  readonly target: number;
  readonly closed: boolean;
}

/** The chance of each learner, so that their mean is the share whatever n is. */
function chancesOf({ share, gap }: Mix, n: number): number[] {
  const first = Math.round(n / 3);
  return Array.from({ length: n }, (_, i) =>
    i < first ? share + (gap * (n - first)) / n : share - (gap * first) / n,
  );
}

/** What a program was told, and its intervals beside the headline. */
interface Told {
  readonly figure: Figure;
  readonly beside: Outcome['intervals'];
}

const FIRST_ROLE = 'analyst';

function training(mix: Mix, { target, closed }: Asked) {
  return (n: number): ((random: Generator) => Told) => {
    const members = names('learner', n).map((learner, i) =>
      memberNamed(learner, i < Math.round(n / 3) ? FIRST_ROLE : 'operator'),
    );
    const first = members.filter(({ role }) => role === FIRST_ROLE);
    const chances = chancesOf(mix, n);
    const feed = feedOf(members.map(({ enrolled }) => enrolled));
    return (random) => {
      const done = members.filter((_, i) => random.uniform() < (chances[i] ?? 0));
      const signals: ModuleSignals = new Map(
        done.map(({ learner }) => {
          const signal = { ...originAt(day(30), `${learner}-completed`), kind: 'completed' as const };
          return [learner, new Map([['module', [signal]]])];
        }),
      );
      const figureOf = (group: readonly Member[]): Figure =>
        trainingCompletionFigure(
          { members: group, signals, unmatched: [], feed },
          { target: { value: target, comparison: '>=' }, minimumN: 2, staleAfter: 'P365D' },
          day(closed ? windowDays + 1 : windowDays - 10),
        );
      const figure = figureOf(members);
      const difference = differenceToRest(figureOf(first), figure);
      return {
        figure,
        beside: {
          'training-completion, difference of a role': sideOfTruth(difference?.interval, mix.gap),
        },
      };
    };
  };
}

const flowSchema = z.object({ flow: estimateSchema });

function governance({ share }: Mix, { target, closed }: Asked) {
  return (n: number): ((random: Generator) => Told) => {
    const useCases = names('case', n).flatMap((useCase) => [useOf(useCase)]);
    return (random) => {
      const approved = useCases.filter(() => random.uniform() < share);
      const figure = governanceCoverageFigure(
        { useCases, governance: approved.map(({ useCase }) => approvalOf(useCase)) },
        {
          tiers: ['high'],
          highRisk: ['high'],
          reviewValidity: null,
          minimumN: 2,
          overdueAllowed: n,
          period: {
            start: day(0),
            end: day(windowDays),
          },
          target: {
            value: target,
            comparison: '>=',
          },
        },
        day(closed ? windowDays + 1 : windowDays - 10),
      );
      const { flow } = flowSchema.parse(figure.details);
      return { figure, beside: { 'governance-coverage, flow': sideOfTruth(flow.interval, share) } };
    };
  };
}

function useOf(useCase: string): UseCaseFact {
  return {
    ...originAt(day(2), `${useCase}-used`),
    useCase,
    kind: 'first-used',
    version: '1',
    tier: 'high',
    owner: 'o',
    team: 't',
    title: useCase,
  };
}

function approvalOf(useCase: string): GovernanceFact {
  return {
    ...originAt(day(1), `${useCase}-approved`),
    useCase,
    kind: 'review-decided',
    version: '1',
    decision: 'approved',
    reviewer: 'r',
    validUntil: null,
    due: null,
    exception: '',
    approver: '',
    expires: null,
    reason: '',
  };
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function scenario(
  kpi: 'training-completion' | 'governance-coverage',
  mix: Mix,
  asked: Asked,
  kind: Kind,
): Scenario {
  const programs = kpi === 'training-completion' ? training(mix, asked) : governance(mix, asked);
  const roles = mix.gap > 0 ? `, roles ${percent(mix.gap)} apart` : '';
  return {
    kpi,
    setting: `true share ${percent(mix.share)}${roles}`,
    effect: mix.share === asked.target ? 'at the target' : `target ${percent(asked.target)}`,
    kind,
    of: (n) => {
      const figureOf = programs(n);
      return (random) => {
        const { figure, beside } = figureOf(random);
        return outcomeOf(figure, { [kpi]: sideOfTruth(figure.interval, mix.share), ...beside });
      };
    },
  };
}

const shares = [0.6, 0.85, 0.95] as const;
const gaps = { 'training-completion': 0.06, 'governance-coverage': 0 } as const;

export const shareScenarios: readonly Scenario[] = (
  ['training-completion', 'governance-coverage'] as const
).flatMap((kpi) => {
  const gap = gaps[kpi];
  const exact = (closed: boolean) =>
    shares.map((share) =>
      scenario(kpi, { share, gap }, { target: share, closed }, closed ? 'fact' : 'nothing'),
    );
  return [
    ...exact(false),
    scenario(kpi, { share: 0.8, gap }, { target: 0.85, closed: false }, 'nothing'),
    scenario(kpi, { share: 0.85, gap }, { target: 0.7, closed: false }, 'change'),
    scenario(kpi, { share: 0.95, gap: 0 }, { target: 0.7, closed: false }, 'change'),
    ...exact(true),
  ];
});
