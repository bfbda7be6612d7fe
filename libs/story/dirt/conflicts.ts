import { plusMinutes } from '../calendar.ts';
import type { Message } from '../push/message.ts';
import type { Dirt } from './dirt.ts';
import { messageAbout } from './dirt.ts';

/** The first recorded stands: each of these is refused, alone as a request, in a batch as an entry. */
export const conflicts: Dirt<'conflicts'> = {
  name: 'conflicts',
  sentence:
    'An id comes again with other content and must be refused; a reader that lets the last one stand loses completions.',
  adds: (messages, ledger) => {
    const passes = ledger.learners
      .filter((learner) => learner.shape === 'regular' && learner.place % 28 === 20)
      .map((learner) => messageAbout(messages, `completion/${learner.id}/guardrails/done`));
    const reviews = messages
      .filter((message) => message.about.startsWith('review/p-02/2/p-02/i-2/run-1/'))
      .slice(0, 1);
    const marks = messages.filter(
      (message) => message.about.startsWith('score/') && message.wire === 'events',
    );
    return [
      ...messages,
      ...passes.map((message) =>
        otherwise(message, { result: { success: false, completion: true } }, 'structured'),
      ),
      ...reviews.map((message) =>
        otherwise(message, {
          data: {
            ...dataOf(message),
            criteria: { clarity: 1, grounding: 1, safety: 1, completeness: 1, formatCompliance: 1 },
          },
        }),
      ),
      ...marks
        .slice(0, 2)
        .map((message) => otherwise(message, { data: { ...dataOf(message), raw: 1 } }, 'structured')),
      ...marks.slice(2, 4).map((message) => otherwise(message, { data: { ...dataOf(message), raw: 2 } })),
    ];
  },
};

function otherwise(message: Message, change: Message['body'], alone?: 'structured'): Message {
  return {
    ...message,
    ...(alone === undefined ? {} : { alone }),
    sent: plusMinutes(message.sent, 60),
    body: { ...message.body, ...change },
    reply: 'conflict',
  };
}

function dataOf(message: Message): object {
  const data = message.body['data'];
  return typeof data === 'object' && data !== null ? data : {};
}
