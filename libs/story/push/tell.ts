import type { Ledger, LedgerLearner } from '../ledger/ledger.ts';
import { moduleOf } from '../plan.ts';
import type { Random } from '../random.ts';
import type { Message } from './message.ts';
import { inOrder } from './message.ts';
import { plain, telling } from './statement.ts';
import { sentAt, tellCompletion, tellScore } from './tell-learning.ts';
import { tellIncident, tellLearner, tellPrompt, tellReview, tellUseCase } from './tell-tools.ts';

/** Everything a ledger holds as messages, without dirt, in the order of sending. */
export function tell(random: Random, ledger: Ledger): Message[] {
  const learners = new Map(ledger.learners.map((learner) => [learner.id, learner]));
  const of = <T>(id: string, say: (learner: LedgerLearner) => T[]): T[] => {
    const learner = learners.get(id);
    return learner === undefined ? [] : say(learner);
  };
  return inOrder([
    ...ledger.learners.flatMap((learner) => tellLearner(random, learner)),
    ...ledger.completions.flatMap((one) =>
      of(one.learner, (learner) => tellCompletion(random, learner, one)),
    ),
    ...ledger.scores.flatMap((one) =>
      of(one.learner, (learner) => [tellScore(random, learner, one, 'first')]),
    ),
    ...ledger.prompts.map((prompt) => tellPrompt(random, prompt)),
    ...ledger.reviews.map((review) => tellReview(random, review)),
    ...ledger.incidents.flatMap((incident) => tellIncident(random, incident)),
    ...ledger.useCases.flatMap((useCase) => tellUseCase(random, useCase)),
    // one who will be known later speaks through the completions of the ledger
    ...ledger.strangers
      .filter((stranger) => stranger.untold === undefined)
      .map((stranger, place) => {
        const said = telling(`stranger/${place}`, stranger.at, sentAt(stranger));
        const result = { completion: true, success: true };
        return plain(random, said, stranger.identity, 'passed', moduleOf(stranger.module).activity, result);
      }),
  ]);
}
