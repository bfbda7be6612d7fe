import type { Instant } from '#platform';
import { editions, moment } from './calendar.ts';
import type { DirtName } from './dirt/kinds.ts';
import { dirt } from './dirt/kinds.ts';
import type { Ledger } from './ledger/ledger.ts';
import { makeLedger } from './ledger/make-ledger.ts';
import { pack, type Push } from './push/pack.ts';
import { inOrder, type Message } from './push/message.ts';
import { tell } from './push/tell.ts';
import { Random } from './random.ts';
import type { Truth } from './truth/truth.ts';
import { staleAt } from './truth/staleness.ts';
import { kpiIds, truthOf } from './truth/truth.ts';

export interface StoryOptions {
  /** Any text or whole number; the same seed gives the same story, byte by byte. */
  readonly seed: string | number;
  /** At least 112, so that every role has each of its traps. */
  readonly learners?: number;
  /** Kinds of dirt of the messages that this story goes without. */
  readonly without?: readonly DirtName[];
}

export interface Story {
  readonly seed: string;
  /** Where the story's clock stands when the program file is applied, before the first push. */
  readonly opensAt: Instant;
  readonly ledger: Ledger;
  /** In the order of their moments. */
  readonly pushes: readonly Push[];
  /** What the five KPIs are, at the clocks of the two editions. */
  readonly truth: { readonly first: Truth; readonly second: Truth };
}

const SMALLEST = 112;

/**
 * A 90-day program from July to October 2026 with its pushes and its truth. Throws RangeError for too few learners, and
 * for a seed whose statuses a rough check cannot tell beyond doubt.
 */
export function generateStory({ seed, learners = 120, without = [] }: StoryOptions): Story {
  if (learners < SMALLEST) throw new RangeError(`A story needs at least ${SMALLEST} learners.`);
  const random = new Random(`story/${seed}`);
  const kinds = dirt.filter((kind) => !without.includes(kind.name));
  let ledger = makeLedger(random, learners);
  for (const kind of kinds) ledger = kind.marks?.(ledger, random.fork(kind.name)) ?? ledger;
  let messages: Message[] = tell(random, ledger);
  for (const kind of kinds) messages = kind.adds?.(messages, ledger, random.fork(kind.name)) ?? messages;
  const shuffled = kinds.some((kind) => kind.name === 'out-of-order');
  return {
    seed: String(seed),
    opensAt: moment('2026-06-22T08:00:00Z'),
    ledger,
    pushes: pack(shuffled ? messages : inOrder(messages)),
    truth: { first: certain(ledger, 'first'), second: certain(ledger, 'second') },
  };
}

function certain(ledger: Ledger, edition: keyof typeof editions): Truth {
  const truth = truthOf(ledger, editions[edition]);
  const unclear = kpiIds.filter((kpi) => {
    const rows = [truth[kpi], ...Object.values(truth[kpi].byRole ?? {})];
    return truth[kpi].value === null || rows.some((row) => row.status === null);
  });
  const stale = staleAt(ledger, editions[edition]);
  if (stale.length > 0)
    throw new RangeError(`This seed falls silent, in the ${edition} edition: ${stale.join(', ')}.`);
  if (unclear.length > 0)
    throw new RangeError(`This seed leaves open, in the ${edition} edition: ${unclear.join(', ')}.`);
  return truth;
}
