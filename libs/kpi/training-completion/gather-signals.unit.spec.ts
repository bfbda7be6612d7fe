import { describe, expect, it } from '@jest/globals';
import { instantFromMillis, type Instant } from '#platform';
import { identityRegister, type IdentityFact } from '#program';
import * as fc from 'fast-check';
import { changesOf, countsAt } from '../cohort/identified.ts';
import { byOccurrence, type FactOrigin } from '../evidence/evidence.ts';
import type { StatementFact } from '../facts/statements.query.ts';
import { exampleProgram, frameOf } from '../testing/frame.ts';
import { gatherSignals } from './gather-signals.ts';
import { signalsOf } from './module-signal.ts';

const program = exampleProgram();
const [ACTIVITY = ''] = program.common.modules[0]?.activities ?? [];
const tick = (second: number): Instant => instantFromMillis(Date.UTC(2026, 6, 1) + second * 1000);

const actor = fc.constantFrom('hr:1', 'hr:2', 'hr:3');
const statement = fc.record({ actor, at: fc.nat({ max: 12 }), recorded: fc.nat({ max: 30 }) });
const identity = fc.record({
  identity: actor,
  learner: fc.constantFrom('E-1', 'E-2'),
  action: fc.constantFrom<IdentityFact['action']>('added', 'added', 'ended'),
  at: fc.nat({ max: 12 }),
});

describe('gatherSignals', () => {
  it('gathers once what is read anew at each moment: whose signals there are, and the first of each stranger', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 12 }),
        fc.array(identity, { maxLength: 6 }),
        (statements, told) => {
          const facts = statements.map((one, index) => completed(one.actor, index, one.at, one.recorded));
          const known = told.map(({ at, ...rest }) => ({
            ...rest,
            occurredAt: tick(at),
            recordedAt: tick(at),
          }));
          const frame = { ...frameOf([], '2026-07-01'), program, identities: identityRegister(known) };
          const gathered = gatherSignals({ statements: facts, completions: [] }, frame);
          for (let second = 0; second <= 14; second += 1) {
            const asOf = tick(second);
            const then = identityRegister(known.filter(({ occurredAt }) => occurredAt <= asOf));
            const own = facts.filter(({ occurredAt }) => occurredAt <= asOf).toSorted(byOccurrence);
            const learnerOf = ({ actor: who, occurredAt }: StatementFact) => then.learnerOf(who, occurredAt);
            for (const learner of ['E-1', 'E-2']) {
              const signals = signalsOf(gathered.signals.get(learner));
              const expected = own.filter((fact) => learnerOf(fact) === learner);
              expect(idsOf(signals.filter((signal) => countsAt(signal, asOf)))).toEqual(idsOf(expected));
              const counting = (at: Instant) => idsOf(signals.filter((signal) => countsAt(signal, at)));
              const changes = changesOf(signals).includes(asOf);
              expect(changes || String(counting(asOf)) === String(counting(tick(second - 1)))).toBe(true);
            }
            const strangers = Map.groupBy(
              own.filter((fact) => learnerOf(fact) === null),
              (fact) => fact.actor,
            );
            const first = [...strangers.values()].flatMap(([event]) => event ?? []);
            expect(idsOf(gathered.strangers.firstBy(asOf))).toEqual(idsOf(first));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

function completed(who: string, index: number, at: number, recorded: number): StatementFact {
  const origin: FactOrigin = {
    source: 'urn:lms',
    id: `s-${index}`,
    occurredAt: tick(at),
    recordedAt: tick(recorded),
  };
  return {
    ...origin,
    actor: who,
    activity: ACTIVITY,
    signals: [{ kind: 'completed', ...origin }],
    score: null,
  };
}

function idsOf(events: readonly FactOrigin[]): string[] {
  return events.map(({ id }) => id).sort();
}
