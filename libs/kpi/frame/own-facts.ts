import { occurredBy } from '#facts';
import { endOfDay, startOfDay, addDays, type Instant } from '#platform';
import { inScope, type ScopeSubject } from '#program';
import type { FactOrigin } from '../evidence/evidence.ts';
import type { Frame } from './frame.ts';

/** Facts that had occurred and are the program's: they name it (rows of others are not read), or name none and are in scope. */
export function ownFacts<Row extends FactOrigin & { readonly program: string }>(
  rows: readonly Row[],
  { program, clocks }: Frame,
  subjectOf: (row: Row) => ScopeSubject,
): Row[] {
  return occurredBy(rows, clocks.asOf).filter(
    (row) => row.program !== '' || inScope(program, subjectOf(row)),
  );
}

/** From the start of the program to the asked moment, or to its last day when that is still to come. */
export function sinceStart({ program, clocks }: Frame): { start: Instant; end: Instant; closed: boolean } {
  const { start, timeZone } = program.program;
  const last = endOfDay(addDays(start, program.calendar.days - 1), timeZone);
  return {
    start: startOfDay(start, timeZone),
    end: clocks.asOf > last ? clocks.asOf : last,
    closed: clocks.asOf >= last,
  };
}
