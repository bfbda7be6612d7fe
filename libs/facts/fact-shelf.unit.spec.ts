import { describe, expect, it } from '@jest/globals';
import { instantFromMillis, type Instant } from '#platform';
import * as fc from 'fast-check';
import type { FactOrigin } from './fact.ts';
import { markAt } from './fact-marks.ts';
import { FactShelf, type Held, type Voiding } from './fact-shelf.ts';
import { occurredBy } from './occurred.ts';

const moment = (tick: number): Instant => instantFromMillis(Date.UTC(2026, 6, 1) + tick * 1000);

/** In the order of the log: an event of some id that occurred at some time, or a void of some id. */
const line = fc.record({
  kind: fc.constantFrom('event', 'event', 'event', 'void'),
  id: fc.integer({ min: 0, max: 12 }),
  occurred: fc.integer({ min: 0, max: 40 }),
});
const ask = fc.record({ asOf: fc.integer({ min: 0, max: 45 }), knownBy: fc.nat({ max: 60 }) });
/** Lines are read in stretches; after each some pairs of clocks are asked. */
const history = fc.array(
  fc.record({ lines: fc.array(line, { maxLength: 8 }), asks: fc.array(ask, { maxLength: 6 }) }),
  { maxLength: 8 },
);

interface Line {
  readonly kind: string;
  readonly id: number;
  readonly occurred: number;
  readonly recorded: number;
}

/** The log read from its beginning, line by line. */
function naive(log: readonly Line[], asOf: number, knownBy: number): string[] {
  const known = log.filter(({ recorded }) => recorded <= knownBy);
  const events = known.filter(({ kind }) => kind === 'event');
  const first = events.filter((event, index) => events.findIndex(({ id }) => id === event.id) === index);
  const voided = new Set(known.filter(({ kind }) => kind === 'void').map(({ id }) => id));
  return first.filter(({ id, occurred }) => occurred <= asOf && !voided.has(id)).map(({ id }) => String(id));
}

describe('FactShelf', () => {
  it('tells what the log tells at any pair of clocks, however it was read', () => {
    fc.assert(
      fc.property(history, (stretches) => {
        const shelf = new FactShelf<FactOrigin>();
        const log: Line[] = [];
        const marks = new Map<string, string>();
        for (const { lines, asks } of stretches) {
          const read = lines.map((one, place): Line => ({ ...one, recorded: log.length + place }));
          log.push(...read);
          shelf.add(heldOf(read, log));
          shelf.void(voidingsOf(read));
          for (const { asOf, knownBy } of asks) {
            const through = Math.min(knownBy, log.length);
            const facts = shelf.at(moment(through));
            const told = occurredBy(facts, moment(asOf)).map(({ id }) => id);
            expect(told).toEqual(naive(log, asOf, through));
            const key = `${asOf} ${markAt(facts, moment(asOf))}`;
            expect(marks.get(key) ?? told.join()).toBe(told.join());
            marks.set(key, told.join());
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same array while the facts are the same', () => {
    const shelf = new FactShelf<FactOrigin>();
    const event = (id: number, occurred: number, recorded: number) =>
      heldOf([{ kind: 'event', id, occurred, recorded }], []);
    shelf.add(event(1, 10, 1));
    const facts = shelf.at(moment(1));
    expect(shelf.at(moment(5))).toBe(facts);
    shelf.add(event(2, 20, 6));
    expect(shelf.at(moment(6))).not.toBe(facts);
    expect(shelf.at(moment(5))).toBe(facts);
    shelf.void([{ source: 's', id: '2', recordedAt: moment(8) }]);
    expect(shelf.at(moment(8))).toBe(facts);
    expect(shelf.at(moment(7))).toHaveLength(2);
  });
});

function heldOf(read: readonly Line[], log: readonly Line[]): Held<FactOrigin>[] {
  return read
    .filter(({ kind }) => kind === 'event')
    .filter((event, index, all) => all.findIndex(({ id }) => id === event.id) === index)
    .map(({ id, occurred, recorded }) => {
      const voided = log.find((other) => other.kind === 'void' && other.id === id);
      return {
        fact: { source: 's', id: String(id), occurredAt: moment(occurred), recordedAt: moment(recorded) },
        voidedAt: voided === undefined ? null : moment(voided.recorded),
      };
    });
}

function voidingsOf(read: readonly Line[]): Voiding[] {
  return read
    .filter(({ kind }) => kind === 'void')
    .map(({ id, recorded }) => ({ source: 's', id: String(id), recordedAt: moment(recorded) }));
}
