import { plusMinutes } from '../calendar.ts';
import type { Message } from '../push/message.ts';
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
    const resend = (message: Message, index: number): Message => {
      const inSameBatch = message.wire === 'events' && index % 4 === 0 && message.alone === undefined;
      const sent = inSameBatch ? message.sent : plusMinutes(message.sent, 60);
      return { ...message, sent, reply: 'duplicate' };
    };
    return [...messages, ...again.map(resend)];
  },
};
