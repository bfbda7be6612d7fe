import fc from 'fast-check';
import { naming } from './learning.ts';
import { moments } from './moments.ts';
import { OTHER_PROGRAM, PROGRAM, TEAMS } from './programs.ts';
import { event, type Draft } from './sent.ts';

const TIERS = ['high', 'high', 'high', 'critical', 'critical', 'minimal', 'odd'] as const;
const team = fc.constantFrom(...TEAMS, undefined);

/** A case of AI use with its reviews and exceptions. */
function useCase(id: string): fc.Arbitrary<Draft[]> {
  // One case is mostly of one program in all that is said of it.
  return fc
    .constantFrom(PROGRAM, PROGRAM, PROGRAM, PROGRAM, undefined, OTHER_PROGRAM)
    .chain((usual) =>
      useCaseOf(id, fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: naming })),
    );
}

function useCaseOf(id: string, program: typeof naming): fc.Arbitrary<Draft[]> {
  const version = fc.constantFrom('1', '1', '2');
  const later = fc.constantFrom('2026-10-18T00:00:00Z', '2026-10-24T12:00:00Z', '2027-01-01T00:00:00Z');
  const named = { program, at: moments(-8, 12) };
  const entry = fc.oneof(
    fc
      .record({ ...named, version, tier: fc.constantFrom(...TIERS), team })
      .map(({ at, ...data }) => event('use-case.registered', at, { useCase: id, owner: 'O', ...data })),
    fc
      .record({ ...named, version, team })
      .map(({ at, ...data }) => event('use-case.changed', at, { useCase: id, ...data })),
    fc
      .record({ ...named, tier: fc.constantFrom(...TIERS) })
      .map(({ at, ...data }) => event('use-case.re-tiered', at, { useCase: id, ...data })),
    fc.record(named).map(({ at, ...data }) => event('use-case.retired', at, { useCase: id, ...data })),
    fc.record(named).map(({ at, ...data }) => event('use-case.first-used', at, { useCase: id, ...data })),
  );
  const word = fc.oneof(
    fc
      .record({
        ...named,
        version,
        decision: fc.constantFrom('approved', 'approved', 'rejected', 'changes-requested'),
        validUntil: fc.option(later, { nil: undefined, freq: 2 }),
      })
      .map(({ at, ...data }) =>
        event('governance.review-decided', at, { useCase: id, reviewer: 'R', ...data }),
      ),
    fc
      .record({ ...named, version, due: fc.option(later, { nil: undefined }) })
      .map(({ at, ...data }) => event('governance.review-requested', at, { useCase: id, ...data })),
    fc
      .record({ ...named, exception: fc.constantFrom('EX-1', 'EX-2'), expires: later })
      .map(({ at, ...data }) =>
        event('exception.granted', at, { useCase: id, approver: 'B', reason: 'soon', ...data }),
      ),
    fc
      .record({ ...named, exception: fc.constantFrom('EX-1', 'EX-2') })
      .map(({ at, ...data }) => event('exception.closed', at, { useCase: id, ...data })),
  );
  const begun = fc
    .record({
      ...named,
      at: moments(-8, 0),
      tier: fc.constantFrom(...TIERS),
      team,
      used: moments(-4, 7),
      approved: fc.option(moments(-8, 8), { nil: null, freq: 2 }),
      validUntil: fc.option(later, { nil: undefined, freq: 2 }),
      // said twice of one moment: what was recorded last stands
      tiers: fc.array(fc.constantFrom(...TIERS), { maxLength: 2 }),
    })
    .map(({ at, used, approved, validUntil, tiers, program, ...data }) => [
      event('use-case.registered', at, { useCase: id, version: '1', owner: 'O', program, ...data }),
      event('use-case.first-used', used, { useCase: id, program }),
      ...tiers.map((tier) => event('use-case.re-tiered', used, { useCase: id, program, tier })),
      ...(approved === null
        ? []
        : [
            event('governance.review-decided', approved, {
              useCase: id,
              program,
              version: '1',
              decision: 'approved',
              reviewer: 'R',
              validUntil,
            }),
          ]),
    ]);
  return fc
    .tuple(
      fc.option(begun, { nil: [], freq: 6 }),
      fc.array(entry, { maxLength: 1 }),
      fc.array(word, { maxLength: 2 }),
    )
    .map((parts) => parts.flat());
}

export const governanceEvents: fc.Arbitrary<Draft[]> = fc
  .nat(6)
  .chain((n) => fc.tuple(...Array.from({ length: n }, (_, index) => useCase(`case-${index}`))))
  .map((cases) => cases.flat());
