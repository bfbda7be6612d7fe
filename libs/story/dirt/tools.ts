import { moment, plusMinutes } from '../calendar.ts';
import type { Incident, Ledger, Review, UseCase } from '../ledger/ledger.ts';
import { known } from '../ledger/learners.ts';
import type { Message } from '../push/message.ts';
import { tellIncident, tellPrompt, tellReview, tellUseCase } from '../push/tell-tools.ts';
import type { Random } from '../random.ts';
import type { Dirt } from './dirt.ts';

const at = (text: string) => known(moment(text));

/** Only the messages that a changed case has and the case as it is has not. */
function beside(random: Random, useCase: UseCase, change: Partial<UseCase>): Message[] {
  const told = new Set(tellUseCase(random, useCase).map((message) => message.about));
  return tellUseCase(random, { ...useCase, ...change }).filter((message) => !told.has(message.about));
}

export const reTierAfterAsOf: Dirt<'re-tier-after-as-of'> = {
  name: 're-tier-after-as-of',
  sentence:
    'Cases are re-tiered on 2 November, after the period; a reader of the latest tier changes what October was.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ledger.useCases
      .filter((useCase) => ['covered', 'rejected', 'limited'].includes(useCase.shape))
      .flatMap((useCase) =>
        beside(random, useCase, {
          retiers: [
            { ...at('2026-11-02T09:00:00Z'), tier: useCase.registered.tier === 'high' ? 'limited' : 'high' },
          ],
        }),
      ),
  ],
};

export const otherVersions: Dirt<'other-versions'> = {
  name: 'other-versions',
  sentence:
    'Drafts are approved that were never put to use; a reader that ignores the version takes the case for covered.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ledger.useCases
      .filter((useCase) => ['overdue', 'exception-open'].includes(useCase.shape))
      .flatMap((useCase) =>
        beside(random, useCase, {
          decisions: [
            {
              ...at('2026-08-27T09:00:00Z'),
              version: '0',
              decision: 'approved',
              reviewer: 'Henrik Sand',
              validUntil: null,
            },
          ],
        }),
      ),
  ],
};

export const otherRubric: Dirt<'other-rubric'> = {
  name: 'other-rubric',
  sentence:
    'The first days of July are still marked by rubric 1; a reader that pools rubrics moves the baseline.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...ledger.reviews
      .filter((review) => review.version === '1' && review.run === 'run-1' && review.at < '2026-08')
      .map((review) =>
        tellReview(random, {
          ...review,
          ...known(plusMinutes(review.at, 75)),
          run: 'run-old',
          rubricVersion: '1',
          criteria: { clarity: 5, grounding: 5, safety: 5, completeness: 5, formatCompliance: 5 },
        }),
      ),
  ],
};

/** All of a team that the program's scope does not name. */
export const outOfScope: Dirt<'out-of-scope'> = {
  name: 'out-of-scope',
  sentence:
    'Marketing is not in the program’s scope; a reader that takes every event counts its incidents, prompts and cases.',
  adds: (messages, ledger, random) => [
    ...messages,
    ...marketingIncidents().flatMap((incident) => tellIncident(random, incident)),
    ...marketingCase(ledger).flatMap((useCase) => tellUseCase(random, useCase)),
    tellPrompt(random, {
      ...at('2026-08-28T09:00:00Z'),
      prompt: 'p-90',
      version: '1',
      owner: 'Sam Field',
      team: 'marketing',
    }),
    ...marketingReviews().map((review) => tellReview(random, review)),
  ],
};

function marketingIncidents(): Incident[] {
  return ['2026-08-05', '2026-09-09', '2026-10-07', '2026-10-08'].map((date, index) => ({
    id: `inc-m${index + 1}`,
    model: 'campaign-writer',
    severity: 'sev3',
    team: 'marketing',
    drill: false,
    startedAt: moment(`${date}T06:00:00Z`),
    opened: at(`${date}T07:00:00Z`),
    detected: at(`${date}T07:05:00Z`),
    acknowledged: null,
    mitigated: at(`${date}T16:1${index}:00Z`),
    resolved: null,
  }));
}

function marketingCase(ledger: Ledger): UseCase[] {
  return ledger.useCases.filter((useCase) => useCase.shape === 'rejected').map(asMarketing);
}

function asMarketing(useCase: UseCase): UseCase {
  return { ...useCase, id: 'uc-90', title: 'Campaign drafts', team: 'marketing' };
}

function marketingReviews(): Review[] {
  const marked = (mark: number, index: number): Review => ({
    ...at(`2026-09-1${index}T09:00:00Z`),
    prompt: 'p-90',
    version: '1',
    item: 'p-90/i-1',
    run: `run-${index + 1}`,
    reviewer: 'reviewer-bo',
    rubricVersion: '2',
    calibration: false,
    team: 'marketing',
    criteria: {
      clarity: mark,
      grounding: mark,
      safety: mark,
      completeness: mark,
      formatCompliance: mark,
    },
  });
  return [1, 3, 5].map(marked);
}
