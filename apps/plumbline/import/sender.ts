import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ImportKind, Item, Rejection } from './item.ts';

/** One request as the importer needs it: it never throws for an answer. */
export type Send = (
  path: string,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>>,
) => Promise<Response>;

export interface Sent {
  readonly accepted: number;
  /** Of statements it is not told which were there already. */
  readonly duplicates: number;
  readonly rejected: readonly Rejection[];
}

/** The server refused to talk, or did not for too long: nothing more can be sent. */
export class ImportStopped extends Error {
  constructor(status: number, text: string) {
    super(
      `The server answered ${status}: ${text}\nWhat was stored stays; run the command again to send the rest.`,
    );
    this.name = 'ImportStopped';
  }
}

const eventsAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), pointer: z.string(), reason: z.string() })),
});
const problem = z.object({
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })).optional(),
});

const NOTHING: Sent = { accepted: 0, duplicates: 0, rejected: [] };
/** The server says that the content is at fault: with less of it the rest can be stored. */
const FAULT_OF_CONTENT = new Set([400, 409, 413, 422]);
const TRY_AGAIN = new Set([429, 503]);
const MOST_TRIES = 20;

/** Sends a batch; what is refused is told, and the rest is stored, also where the server takes a batch whole or not at all. */
export async function sendBatch(send: Send, kind: ImportKind, items: readonly Item[]): Promise<Sent> {
  if (kind === 'events') return sendAll(send, kind, items, {});
  // 2.0 and 1.0 are told apart by a header of the request.
  const versions = Map.groupBy(items, ({ value }) =>
    String(value['version']).startsWith('2.') ? '2.0.0' : '1.0.3',
  );
  let sent = NOTHING;
  for (const [version, group] of versions)
    sent = joined(sent, await sendAll(send, kind, group, { 'x-experience-api-version': version }));
  return sent;
}

async function sendAll(
  send: Send,
  kind: ImportKind,
  items: readonly Item[],
  headers: Readonly<Record<string, string>>,
): Promise<Sent> {
  if (items.length === 0) return NOTHING;
  const answer = await patiently(() => send(pathOf[kind], typeOf[kind], textOf(items), headers));
  const text = await answer.text();
  if (answer.ok) return takenOf(kind, items, text);
  if (!FAULT_OF_CONTENT.has(answer.status)) throw new ImportStopped(answer.status, explained(text));
  const named = rejectionsOf(items, text, answer.status);
  if (named.size === 0) {
    // The answer does not say which: each half is tried by itself.
    const half = Math.ceil(items.length / 2);
    return joined(
      await sendAll(send, kind, items.slice(0, half), headers),
      await sendAll(send, kind, items.slice(half), headers),
    );
  }
  const rest = items.filter((_, index) => !named.has(index));
  return joined({ ...NOTHING, rejected: [...named.values()] }, await sendAll(send, kind, rest, headers));
}

const pathOf = { statements: '/xapi/statements', events: '/v1/events' } as const;
const typeOf = { statements: 'application/json', events: 'application/cloudevents-batch+json' } as const;

function textOf(items: readonly Item[]): string {
  return JSON.stringify(items.map(({ value }) => value));
}

async function patiently(request: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await request();
    if (!TRY_AGAIN.has(answer.status) || attempt === MOST_TRIES) return answer;
    await answer.body?.cancel();
    await sleep(1000 * Math.max(1, Number(answer.headers.get('retry-after') ?? 1)));
  }
}

function takenOf(kind: ImportKind, items: readonly Item[], text: string): Sent {
  if (kind === 'statements') return { ...NOTHING, accepted: items.length };
  const { accepted, duplicates, rejected } = eventsAnswer.parse(JSON.parse(text));
  // An event may have several faults; it is one rejection.
  const told = [...Map.groupBy(rejected, ({ index }) => index)].flatMap(([index, [first, ...more]]) => {
    const item = items[index];
    if (!item || !first) return [];
    const reason = [first.reason, ...more.map((fault) => `${fault.pointer} ${fault.reason}`)].join('; ');
    return [{ line: item.line, id: item.id, pointer: first.pointer, reason }];
  });
  return { accepted, duplicates, rejected: told };
}

/** The refused items by their place in the batch, with the first fault of each; none when the problem names no place. */
function rejectionsOf(items: readonly Item[], text: string, status: number): Map<number, Rejection> {
  const named = new Map<number, Rejection>();
  const { detail, errors = [] } = problemOf(text);
  for (const { pointer, reason } of errors) {
    const [, place = '', rest = ''] = /^\/(\d+)(.*)$/s.exec(pointer) ?? [];
    const item = items[Number(place)];
    if (place === '' || item === undefined || named.has(Number(place))) continue;
    named.set(Number(place), { line: item.line, id: item.id, pointer: rest, reason });
  }
  const [only] = items;
  if (named.size === 0 && items.length === 1 && only)
    named.set(0, { line: only.line, id: only.id, pointer: '', reason: detail || `Answered ${status}.` });
  return named;
}

function explained(text: string): string {
  return problemOf(text).detail || text.slice(0, 500);
}

function problemOf(text: string): z.infer<typeof problem> {
  const parsed = problem.safeParse(jsonOrNull(text));
  return parsed.success ? parsed.data : { detail: '' };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an answer that is no problem document, from something in between
  }
}

function joined(a: Sent, b: Sent): Sent {
  return {
    accepted: a.accepted + b.accepted,
    duplicates: a.duplicates + b.duplicates,
    rejected: [...a.rejected, ...b.rejected],
  };
}
