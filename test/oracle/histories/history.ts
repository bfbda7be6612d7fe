import fc from 'fast-check';
import { z } from 'zod';
import { incidentEvents } from './incidents.ts';
import { learnerEvents } from './learners.ts';
import { learningEvents, strangerEvents } from './learning.ts';
import { dayOf, instantOf, ZONES } from './moments.ts';
import { definitions, LEARNERS, OTHER_PROGRAM, PROGRAM } from './programs.ts';
import { promptEvents } from './prompts.ts';
import { event, type Draft } from './sent.ts';
import { governanceEvents } from './use-cases.ts';
import { startOfDay } from '#platform';

/** An event as a client sends it: a CloudEvent of a source and an id, or a statement. */
export interface Sent {
  readonly kind: 'event' | 'statement';
  readonly source: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One thing that a client does: it sends an event, sends it again as it was, or under its name with other content. */
export interface Delivery {
  readonly sent: Sent;
  readonly how: 'first' | 'again' | 'conflict';
}

/** A question as drawn: which of the interesting moments, and how far beside them, is known when the log is. */
export interface DrawnPair {
  readonly asOf: number;
  readonly asOfBeside: number;
  readonly knownBy: number;
  readonly knownByBeside: number;
  /** all that was told by then, whatever is drawn above */
  readonly allKnown: boolean;
  readonly by: 'role' | 'track' | 'team' | 'cohort';
  readonly program: string;
  /** the asked day alone, without its time */
  readonly bareDay: boolean;
}

export interface History {
  readonly zone: string;
  readonly batches: readonly (readonly Delivery[])[];
  readonly early: readonly DrawnPair[];
  readonly pairs: readonly DrawnPair[];
  /** where the evidence is compared too */
  readonly evidence: DrawnPair;
}

export const STATEMENTS = 'urn:plumbline:xapi';

const LATE = [
  { asOf: 7000, allKnown: true },
  { asOf: 8500, allKnown: true, program: PROGRAM },
  { asOf: 9900, allKnown: true, program: PROGRAM },
] as const;
const beside = fc.constantFrom(0, 0, 0, 1, -1, 1000, -1000);
const pair: fc.Arbitrary<DrawnPair> = fc.record({
  asOf: fc.nat(9999),
  asOfBeside: beside,
  knownBy: fc.nat(9999),
  knownByBeside: beside,
  allKnown: fc.constantFrom(true, true, false),
  by: fc.constantFrom('role', 'track', 'team', 'team', 'cohort'),
  program: fc.constantFrom(PROGRAM, PROGRAM, PROGRAM, OTHER_PROGRAM),
  bareDay: fc.integer({ min: 0, max: 6 }).map((roll) => roll === 0),
});

/** What a void is of: mostly anything; definitions and exclusions are few, and would hardly ever be hit. */
const voidable = fc.constantFrom(
  null,
  null,
  null,
  null,
  'program.defined',
  'learner.excluded',
  'learner.excluded',
);

function sentOfType(sent: readonly Sent[], type: string | null): readonly Sent[] {
  const own = sent.filter(({ body }) => body['type'] === `plumbline.${type}`);
  return own.length === 0 ? sent : own;
}

/** Many learners with little each, so that groups are large enough to be shown; or few with much. */
const people = fc
  .oneof(
    { weight: 2, arbitrary: fc.record({ n: fc.integer({ min: 1, max: 6 }), most: fc.constant(2) }) },
    { weight: 1, arbitrary: fc.record({ n: fc.integer({ min: 12, max: 16 }), most: fc.constant(1) }) },
  )
  .chain(({ n, most }) =>
    fc.tuple(
      ...LEARNERS.slice(0, n).map((learner) =>
        fc.tuple(learnerEvents(learner), learningEvents(learner, most)).map((parts) => parts.flat()),
      ),
    ),
  )
  .map((parts) => parts.flat());

/** A random history of two programs of one tenant, the order in which it is told, and what is asked of it. */
export const histories: fc.Arbitrary<History> = fc
  .constantFrom(...ZONES)
  .chain((zone) =>
    fc.tuple(
      fc.constant(zone),
      fc.tuple(
        fc.array(definitions(zone, PROGRAM), { minLength: 1, maxLength: 3 }),
        fc.array(definitions(zone, OTHER_PROGRAM), { maxLength: 2 }),
      ),
      fc
        .tuple(people, strangerEvents, promptEvents, incidentEvents, governanceEvents)
        .map((parts) => parts.flat()),
      fc.array(fc.record({ target: fc.nat(9999), of: voidable, byStatement: fc.boolean() }), {
        maxLength: 6,
      }),
    ),
  )
  .chain(([zone, defined, drafts, voids]) => {
    const sent = sentOf(zone, [
      ...defined.flat().map((one, index) => definitionEvent(zone, one, index)),
      ...drafts,
    ]);
    const all = [
      ...sent,
      ...voids.map(({ target, of, byStatement }, index) =>
        voidOf(sentOfType(sent, of), target, byStatement, index),
      ),
    ];
    return fc.record({
      zone: fc.constant(zone),
      batches: deliveriesOf(all),
      early: fc.array(pair, { minLength: 1, maxLength: 1 }),
      // The last three are late and know all: most can be said there.
      pairs: fc
        .tuple(pair, pair, pair, pair)
        .map(([first, ...others]) => [
          first,
          ...others.map((other, index) => ({ ...other, ...LATE[index] })),
        ]),
      evidence: pair.map((drawn) => ({ ...drawn, allKnown: true })),
    });
  });

function definitionEvent(
  zone: string,
  { from, definition }: { from: number; definition: Record<string, unknown> },
  index: number,
): Draft {
  const program = { ...Object(definition['program']), title: `Definition ${index}` };
  const effectiveFrom = startOfDay(dayOf(from), zone);
  return event('program.defined', null, {
    program: z.object({ id: z.string() }).parse(program).id,
    definition: { ...definition, program },
    effectiveFrom,
  });
}

function sentOf(zone: string, drafts: readonly Draft[]): Sent[] {
  return drafts.map((draft, index) => {
    const time = draft.at === null ? {} : { time: instantOf(draft.at, zone) };
    if (draft.kind === 'statement') {
      const id = statementId(index);
      const timestamp = draft.at === null ? {} : { timestamp: instantOf(draft.at, zone) };
      return { kind: 'statement', source: STATEMENTS, id, body: { id, ...timestamp, ...draft.body } };
    }
    const source = index % 2 === 0 ? 'urn:test:hr' : 'urn:test:tools';
    const id = `e-${index}`;
    return {
      kind: 'event',
      source,
      id,
      body: { specversion: '1.0', source, id, type: draft.type, ...time, data: draft.data },
    };
  });
}

function statementId(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** A void of any event, also of a void; statements may be voided in either way. */
function voidOf(sent: readonly Sent[], target: number, byStatement: boolean, index: number): Sent {
  const named = sent[target % sent.length];
  const { source, id } = named ?? { source: 'urn:nobody', id: 'nothing' };
  if (byStatement && named?.kind === 'statement') {
    const own = statementId(5000 + index);
    const body = {
      id: own,
      actor: { mbox: 'mailto:lms@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id },
      timestamp: '2026-10-15T00:00:00Z',
    };
    return { kind: 'statement', source: STATEMENTS, id: own, body };
  }
  const own = `void-${index}`;
  // Now and then it names the void before it: refused, or without effect when that arrives later.
  const of =
    target % 7 === 0 && index > 0 ? { source: 'urn:test:hr', id: `void-${index - 1}` } : { source, id };
  const data = { ...of, reason: 'a mistake' };
  const type = 'plumbline.event.voided';
  return {
    kind: 'event',
    source: 'urn:test:hr',
    id: own,
    body: { specversion: '1.0', source: 'urn:test:hr', id: own, type, time: '2026-10-15T00:00:00Z', data },
  };
}

/** Random order, random batches; some are sent again, some with other content, after their first time. */
function deliveriesOf(all: readonly Sent[]): fc.Arbitrary<Delivery[][]> {
  const indexes = all.map((_, index) => index);
  return fc
    .record({
      order: fc.shuffledSubarray(indexes, { minLength: all.length, maxLength: all.length }),
      definedFirst: fc.integer({ min: 0, max: 4 }).map((roll) => roll > 0),
      again: fc.array(fc.record({ at: fc.nat(9999), conflict: fc.boolean() }), { maxLength: 8 }),
      cuts: fc.array(fc.nat(9999), { minLength: 1, maxLength: 4 }),
    })
    .map(({ order, definedFirst, again, cuts }) => {
      const first = definedFirst ? [0, ...order.filter((index) => index !== 0)] : order;
      const deliveries: Delivery[] = first.flatMap((index) => {
        const sent = all[index];
        return sent === undefined ? [] : [{ sent, how: 'first' as const }];
      });
      for (const { at, conflict } of again) {
        const from = at % deliveries.length;
        const original = deliveries[from];
        if (original === undefined) continue;
        const later = from + 1 + (at % (deliveries.length - from));
        deliveries.splice(later, 0, {
          sent: conflict ? otherwise(original.sent) : original.sent,
          how: conflict || original.how === 'conflict' ? 'conflict' : 'again',
        });
      }
      const places = [...new Set(cuts.map((cut) => cut % deliveries.length))].sort((a, b) => a - b);
      return [0, ...places]
        .map((start, index) => deliveries.slice(start, places[index] ?? deliveries.length))
        .filter((batch) => batch.length > 0);
    });
}

/** The same name with other content: another time is another content. */
function otherwise({ kind, body, ...name }: Sent): Sent {
  const time = kind === 'statement' ? 'timestamp' : 'time';
  return { ...name, kind, body: { ...body, [time]: '2026-10-21T10:11:12.131415Z' } };
}
