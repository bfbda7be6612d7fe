import { plusMinutes } from '../calendar.ts';
import type { Message } from '../push/message.ts';
import type { Dirt } from './dirt.ts';

/** What must not arrive before what: the first mark after the second, the older change after the newer. */
export const outOfOrder: Dirt<'out-of-order'> = {
  name: 'out-of-order',
  sentence:
    'Older changes arrive after newer ones and batches are shuffled; a reader by arrival holds the older state.',
  adds: (messages, ledger, random) => {
    const pairs = [
      ...ledger.learners
        .filter((learner) => learner.shape === 'there-and-back')
        .map(({ id }) => [`learner/${id}/role-changed/0`, `learner/${id}/role-changed/1`]),
      ...ledger.useCases
        .filter((useCase) => useCase.shape === 'tiered-there-and-back')
        .map(({ id }) => [`case/${id}/re-tiered/0`, `case/${id}/re-tiered/1`]),
      ...ledger.learners
        .filter((learner) => learner.shape === 'two-attempts')
        .map(({ id }) => [`score/${id}/post/first`, `score/${id}/post/second`]),
      ...['inc-b04', 'inc-c08', 'inc-c15'].map((id) => [`incident/${id}/opened`, `incident/${id}/resolved`]),
    ];
    const sent = new Map(messages.map((message) => [message.about, message.sent]));
    const held = new Map(pairs.map(([older = '', newer = '']) => [older, sent.get(newer)]));
    const hold = (message: Message): Message => {
      const newer = held.get(message.about);
      return newer === undefined ? message : { ...message, sent: plusMinutes(newer, 1440) };
    };
    return random.shuffle(messages).map(hold);
  },
};
