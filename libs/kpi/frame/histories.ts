import { occurredBy, type FactOrigin } from '../evidence/evidence.ts';
import type { Frame } from './frame.ts';

/**
 * The facts of each thing that happened by the frame's moment, for things that are the program's: one of the facts names the
 * program (rows of other programs are not read), or none names any and the thing is in scope.
 */
export function historiesOf<Row extends FactOrigin & { readonly program: string }>(
  rows: readonly Row[],
  { clocks }: Frame,
  idOf: (row: Row) => string,
  isInScope: (history: readonly Row[]) => boolean,
): Row[][] {
  const histories = Map.groupBy(occurredBy(rows, clocks.asOf), idOf);
  return [...histories.values()].filter(
    (history) => history.some(({ program }) => program !== '') || isInScope(history),
  );
}
