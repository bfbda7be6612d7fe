import { z } from 'zod';
import type { Instant } from '#platform';
import type { Clocks } from '../calendar.ts';
import { moment } from '../calendar.ts';
import type { DirtName } from '../dirt/kinds.ts';
import type { JsonObject } from '../push/message.ts';
import type { Push } from '../push/pack.ts';

/** A statement or event that stands: recorded once, not voided, within both clocks. */
export interface Received {
  readonly type: string;
  readonly at: Instant;
  readonly told: Instant;
  readonly body: JsonObject;
}

interface Stored extends Received {
  readonly key: string;
  readonly content: string;
}

export const STATEMENT = 'statement';

const statement = z.object({
  id: z.string(),
  timestamp: z.string(),
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string() }),
});
const event = z.object({
  id: z.string(),
  source: z.string(),
  type: z.string(),
  time: z.string(),
  data: z.record(z.string(), z.unknown()),
});
const target = z.object({ source: z.string(), id: z.string() });

/** What is left of the pushes at both clocks, in the order of happening; `ignore` switches one kind of care off. */
export function received(
  pushes: readonly Push[],
  { asOf, knownBy }: Clocks,
  ignore: DirtName | null,
): Received[] {
  const stored = store(pushes, ignore);
  const known = (told: Instant) => ignore === 'late' || told <= knownBy;
  const voided = new Set(
    ignore === 'voids' ? [] : stored.filter(({ told }) => known(told)).flatMap((one) => targetOf(one) ?? []),
  );
  return stored
    .filter((one) => known(one.told) && !voided.has(one.key))
    .flatMap((one) => {
      if (one.at <= asOf) return [one];
      return ignore === 're-tier-after-as-of' && one.type.endsWith('.re-tiered')
        ? [{ ...one, at: asOf }]
        : [];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The first content of an id stands. */
function store(pushes: readonly Push[], ignore: DirtName | null): Stored[] {
  const stored: Stored[] = [];
  const places = new Map<string, number>();
  for (const message of pushes.flatMap(messagesOf)) {
    const place = places.get(message.key);
    const first = place === undefined ? undefined : stored[place];
    if (place === undefined || first === undefined) {
      places.set(message.key, stored.length);
      stored.push(message);
    } else if (first.content === message.content) {
      if (ignore === 'duplicates') stored.push(message);
    } else if (ignore === 'conflicts') stored[place] = message;
  }
  return stored;
}

const parsed = new WeakMap<Push, Stored[]>();

/** Parsed once for all readings of a story. */
function messagesOf(push: Push): Stored[] {
  const messages = parsed.get(push) ?? parse(push);
  parsed.set(push, messages);
  return messages;
}

function parse({ at, request }: Push): Stored[] {
  if (request.kind === 'xapi')
    return request.statements.map((body) => {
      const { id, timestamp } = statement.parse(body);
      return {
        key: `xapi ${id}`,
        content: JSON.stringify(body),
        type: STATEMENT,
        at: moment(timestamp),
        told: at,
        body,
      };
    });
  return request.events.map((body) => {
    const { id, source, type, time, data } = event.parse(body);
    return {
      key: `${source} ${id}`,
      content: JSON.stringify(body),
      type: type.replace('plumbline.', ''),
      at: moment(time),
      told: at,
      body: data,
    };
  });
}

function targetOf(one: Stored): string | null {
  if (one.type === 'event.voided') {
    const { source, id } = target.parse(one.body);
    return `${source} ${id}`;
  }
  if (one.type !== STATEMENT) return null;
  const { verb, object } = statement.parse(one.body);
  return verb.id.endsWith('/voided') ? `xapi ${object.id}` : null;
}
