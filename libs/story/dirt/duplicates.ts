import { plusMinutes } from '../calendar.ts';
import type { Dirt } from './dirt.ts';

/** A sync that ran twice: the same content an hour later, and within a batch of events the same event twice. */
export const duplicates: Dirt<'duplicates'> = {
  name: 'duplicates',
  sentence:
    'Statements and events come again unchanged; a reader that keeps both weighs one reviewer twice in a run.',
  adds: (messages, _ledger, random) => {
    const again = messages.filter(
      (message) => message.reply === undefined && random.chance(message.about.startsWith('review/') ? 12 : 6),
    );
    return [
      ...messages,
      ...again.map((message, index) => ({
        ...message,
        sent:
          message.wire === 'events' && index % 4 === 0 && message.alone === undefined
            ? message.sent
            : plusMinutes(message.sent, 60),
        reply: 'duplicate' as const,
      })),
    ];
  },
};
