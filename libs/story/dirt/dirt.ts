import type { Ledger } from '../ledger/ledger.ts';
import type { Message } from '../push/message.ts';
import type { Random } from '../random.ts';

/** A kind of dirt: what the product has to see through, and how it gets into a story. */
export interface Dirt<Name extends string = string> {
  readonly name: Name;
  /** What happens, and what it would do to a reader that ignores it. */
  readonly sentence: string;
  /** Where in the ledger it stands: what is told when, and what strangers there are. */
  readonly marks?: (ledger: Ledger, random: Random) => Ledger;
  /** The messages with the dirt among them. */
  readonly adds?: (messages: readonly Message[], ledger: Ledger, random: Random) => Message[];
}

/** The message about something; RangeError when there is none. */
export function messageAbout(messages: readonly Message[], about: string): Message {
  const found = messages.find((message) => message.about === about);
  if (found === undefined) throw new RangeError(`No message is about ${about}.`);
  return found;
}
