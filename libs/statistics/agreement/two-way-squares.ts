import { spreadOf } from '../description/mean.ts';
import { at } from '../numeric/at.ts';
import { sumBy } from '../numeric/sum.ts';

/** Mean squares of targets (rows) by judges (columns), named as Shrout & Fleiss 1979 do. */
export interface MeanSquares {
  readonly targets: number;
  readonly judges: number;
  /** Between targets. */
  readonly bms: number;
  /** Within targets. */
  readonly wms: number;
  /** Between judges. */
  readonly jms: number;
  /** Residual. */
  readonly ems: number;
}

/** A full table, at least two rows and two columns. */
export function meanSquares(table: readonly (readonly number[])[]): MeanSquares {
  const targets = table.length;
  const judges = at(table, 0).length;
  const rows = table.map((row) => spreadOf(row));
  const columns = at(table, 0).map((_, j) => spreadOf(table.map((row) => at(row, j))));
  const within = sumBy(rows, (row) => row.sumOfSquares);
  const betweenTargets = judges * spreadOf(rows.map((row) => row.mean)).sumOfSquares;
  const betweenJudges = targets * spreadOf(columns.map((column) => column.mean)).sumOfSquares;
  return {
    targets,
    judges,
    bms: betweenTargets / (targets - 1),
    wms: within / (targets * (judges - 1)),
    jms: betweenJudges / (judges - 1),
    ems: Math.max(0, within - betweenJudges) / ((targets - 1) * (judges - 1)),
  };
}
