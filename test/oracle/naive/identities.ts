import { identityKeys, identitySchema, type Identity } from '#events';
import type { Instant } from '#platform';
import { z } from 'zod';
import { told, type LogEntry } from './log.ts';

const enrolled = z.object({ learner: z.string(), identities: z.array(identitySchema).default([]) });
const identified = z.object({
  learner: z.string(),
  identity: identitySchema,
  action: z.enum(['added', 'ended']).default('added'),
});

interface Claim {
  readonly keys: readonly string[];
  readonly learner: string;
  readonly action: 'added' | 'ended';
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/**
 * Whose an actor was at a moment, as told by enrolments and learner.identified. The first learner named has an identity from
 * the beginning of time until it ends; the next from when it is added. While it is held, another's claim says nothing.
 */
export function learnerBehind(
  counted: readonly LogEntry[],
): (actor: Identity, moment: Instant) => string | null {
  const claims = claimsIn(counted);
  const holder = (key: string, moment: Instant): string | null => {
    const own = claims.filter(({ keys }) => keys.includes(key));
    const [first] = own;
    if (first === undefined) return null;
    let held: string | null = first.learner;
    for (const { learner, action, at } of own) {
      if (at > moment) break;
      if (action === 'added') held ??= learner;
      else if (held === learner) held = null;
    }
    return held;
  };
  return (actor, moment) => {
    for (const key of identityKeys(actor)) {
      const learner = holder(key, moment);
      if (learner !== null) return learner;
    }
    return null;
  };
}

/** In time order; at one moment ends come before beginnings, so that an account can be handed over. */
function claimsIn(counted: readonly LogEntry[]): Claim[] {
  const claims = [
    ...told(counted, 'learner.enrolled', enrolled).flatMap(({ entry, data }) =>
      data.identities.map((identity) => claim(entry, data.learner, identity, 'added')),
    ),
    ...told(counted, 'learner.identified', identified).map(({ entry, data }) =>
      claim(entry, data.learner, data.identity, data.action),
    ),
  ];
  const order = ({ at, action, recordedAt }: Claim) => `${at} ${action === 'ended' ? 0 : 1} ${recordedAt}`;
  return claims.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

function claim(entry: LogEntry, learner: string, identity: Identity, action: Claim['action']): Claim {
  const { occurredAt: at, recordedAt } = entry;
  return { keys: identityKeys(identity), learner, action, at, recordedAt };
}
