import { ByIdentity, cutKey, occurredBy } from '#facts';
import type { Program } from '#program';
import type { FactOrigin } from '../evidence/evidence.ts';
import type { Frame } from './frame.ts';

/** The facts of each thing, and all of them in a row. */
export interface Histories<Row> {
  readonly all: readonly (readonly Row[])[];
  readonly feed: readonly Row[];
}

/** Reads rows as the histories of things. */
export type HistoryReader<Row> = (rows: readonly Row[], frame: Frame) => Histories<Row>;

/**
 * The facts of each thing that happened by a frame's moment, for things that are the program's: one of the facts names the
 * program (rows of other programs are not read), or none names any and the thing is in scope. The same rows are read once.
 */
export function historyReader<Row extends FactOrigin & { readonly program: string }>(
  idOf: (row: Row) => string,
  isInScope: (program: Program, history: readonly Row[]) => boolean,
): HistoryReader<Row> {
  const known = new ByIdentity<Histories<Row>>();
  return (rows, { program, clocks }) =>
    known.of([rows, program], cutKey(clocks.asOf, rows), () => {
      const histories = Map.groupBy(occurredBy(rows, clocks.asOf), idOf);
      const all = [...histories.values()].filter(
        (history) => history.some((row) => row.program !== '') || isInScope(program, history),
      );
      return { all, feed: all.flat() };
    });
}
