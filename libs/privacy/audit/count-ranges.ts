import loadHighs, { type SymbolDisposable, type Model } from 'highs';

const highs = await loadHighs();

/** A sum of unknown counts that somebody outside knows to lie between two bounds; `high` may be infinite. */
export interface KnownSum {
  readonly unknowns: readonly number[];
  /** unknowns that are taken away */
  readonly less?: readonly number[];
  readonly low: number;
  readonly high: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The solver gave no answer, though the true counts are one. */
export class AuditFailed extends Error {
  constructor(status: number) {
    super(`The linear program of an audit ended with status ${status} of HiGHS.`);
    this.name = 'AuditFailed';
  }
}

const { modelStatus, objectiveSense, variableType } = highs.constants;
/** Primal simplex from the last basis: between two questions only the objective changes, so the basis stays feasible. */
const LINEAR = { output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 } as const;
const WHOLE_NUMBERS = { solver: 'choose', mip_rel_gap: 0 } as const;
const CLOSE = 1e-6;

/**
 * What can be worked out of counts from published sums: the least and the greatest value that each may have. Unknowns are
 * whole numbers from 0 up. A linear program is solved first; where its corner is not of whole numbers, an integer program.
 */
export class CountRanges implements Disposable {
  private readonly truth: readonly number[];
  private readonly model: SymbolDisposable<Model> | null;
  /** whole-number solutions met so far; each shows how far apart any sum can be */
  private readonly witnesses: (readonly number[])[];
  private asked: readonly number[] = [];

  /** @param truth the true counts, which satisfy every sum */
  constructor(truth: readonly number[], sums: readonly KnownSum[]) {
    this.truth = truth;
    this.witnesses = [truth];
    this.model = truth.length === 0 ? null : modelOf(truth.length, sums);
  }

  /** @throws AuditFailed */
  range(unknowns: readonly number[]): Range {
    return { min: this.extreme(unknowns, 'minimize'), max: this.extreme(unknowns, 'maximize') };
  }

  /** Whether two possible values of a sum lie at least `width` apart. @throws AuditFailed */
  spans(unknowns: readonly number[], width: number): boolean {
    let [min, max] = [Infinity, -Infinity];
    for (const witness of this.witnesses) {
      const value = sumOf(witness, unknowns);
      if (value < min) min = value;
      if (value > max) max = value;
      if (max - min >= width) return true;
    }
    max = this.extreme(unknowns, 'maximize');
    if (max - min >= width) return true;
    // no count is below 0
    if (max < width) return false;
    return max - this.extreme(unknowns, 'minimize') >= width;
  }

  [Symbol.dispose](): void {
    this.model?.dispose();
  }

  private extreme(unknowns: readonly number[], direction: 'minimize' | 'maximize'): number {
    if (this.model === null || unknowns.length === 0) return 0;
    for (const unknown of this.asked) this.model.changeColCost(unknown, 0);
    for (const unknown of unknowns) this.model.changeColCost(unknown, 1);
    this.asked = unknowns;
    this.model.changeObjectiveSense(objectiveSense[direction]);
    const solution = solved(this.model) ?? this.inWholeNumbers(this.model);
    this.witnesses.push(solution);
    return sumOf(solution, unknowns);
  }

  private inWholeNumbers(model: Model): readonly number[] {
    const columns = { kind: 'range', from: 0, to: this.truth.length - 1 } as const;
    const all = (type: (typeof variableType)['integer' | 'continuous']) => this.truth.map(() => type);
    model.options.set(WHOLE_NUMBERS);
    model.changeColsIntegrality(columns, all(variableType.integer));
    const solution = solved(model);
    model.changeColsIntegrality(columns, all(variableType.continuous));
    model.options.set(LINEAR);
    if (solution === null) throw new AuditFailed(modelStatus.unknown);
    return solution;
  }
}

/** The counts at an extreme; null when they are not whole. @throws AuditFailed */
function solved(model: Model): number[] | null {
  model.run();
  const status = model.getModelStatus();
  if (status !== modelStatus.optimal) throw new AuditFailed(status);
  const values = [...model.getSolution().colValue];
  const whole = values.map((value) => Math.round(value));
  return values.every((value, index) => Math.abs(value - (whole[index] ?? NaN)) < CLOSE) ? whole : null;
}

function modelOf(unknowns: number, sums: readonly KnownSum[]): SymbolDisposable<Model> {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const { unknowns: added, less = [] } of sums) {
    for (const unknown of added) {
      indices.push(unknown);
      values.push(1);
    }
    for (const unknown of less) {
      indices.push(unknown);
      values.push(-1);
    }
    starts.push(indices.length);
  }
  const model = highs.createModel({
    numCols: unknowns,
    numRows: sums.length,
    colCost: new Float64Array(unknowns),
    colLower: new Float64Array(unknowns),
    colUpper: new Float64Array(unknowns).fill(highs.infinity),
    rowLower: sums.map(({ low }) => low),
    rowUpper: sums.map(({ high }) => (high === Infinity ? highs.infinity : high)),
    matrix: { format: 'csr', numRows: sums.length, numCols: unknowns, starts, indices, values },
  });
  model.options.set(LINEAR);
  return model;
}

function sumOf(counts: readonly number[], unknowns: readonly number[]): number {
  let sum = 0;
  for (const unknown of unknowns) sum += counts[unknown] ?? 0;
  return sum;
}
