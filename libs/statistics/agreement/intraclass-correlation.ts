import fQuantile from '@stdlib/stats-base-dists-f-quantile';
import { at } from '../numeric/at.ts';
import { faultOfLevel, faultOfValues } from '../numeric/checks.ts';
import { answer, cannot, type Answer, type Cannot, type Estimate } from '../result.ts';
import { meanSquares, type MeanSquares } from './two-way-squares.ts';

/**
 * `1`: each target has judges of its own; `2`: the same judges, a sample of many (absolute agreement); `3`: the same judges, the only
 * ones (consistency). After the comma: one judge's rating, or the mean of all k.
 */
export type IccForm = 'ICC(1,1)' | 'ICC(2,1)' | 'ICC(3,1)' | 'ICC(1,k)' | 'ICC(2,k)' | 'ICC(3,k)';

export interface IntraclassCorrelation extends Estimate {
  readonly form: IccForm;
  readonly judges: number;
  readonly meanSquares: MeanSquares;
}

/**
 * Intraclass correlation of targets (rows) by judges (columns), no rating missing; `n` counts the targets. No unit.
 * Source: Shrout & Fleiss 1979, Psychol. Bull. 86:420; intervals as there and in McGraw & Wong 1996, Psychol. Methods 1:30.
 * Assumes normal effects. At most 1, can be negative (forms 2 and those of k even below -1). Where the judges differ in nothing but the targets (no residual) the
 * interval of forms 2 and 3 is 1 to 1. A lower end at or below the pole of Spearman-Brown is `null` in the k forms.
 * Cannot: `empty`, `one-value` (one target), `too-few` (one judge), `unequal-lengths` (rows differ, a rating is missing),
 * `no-variation` (targets do not differ, or nothing does), `zero-denominator` (ICC(2,k): the estimated variance of a
 * mean of k is not above zero), `not-a-number`, `out-of-range` (level).
 */
export function intraclassCorrelation(
  table: readonly (readonly number[])[],
  form: IccForm,
  level = 0.95,
): Answer<IntraclassCorrelation> {
  const fault = faultOfTable(table) ?? faultOfLevel(level);
  if (fault) return fault;
  const squares = meanSquares(table);
  if (squares.bms === 0) return cannot('no-variation', 'The targets do not differ.');
  const k = squares.judges;
  const mean = form.endsWith('k)');
  // With two targets and judges who contradict each other, subtraction leaves no variance for the mean of k.
  if (form === 'ICC(2,k)' && squares.bms + (squares.jms - squares.ems) / squares.targets <= 0) {
    return cannot('zero-denominator', 'The estimated variance of a mean of k is not above zero.');
  }
  const single = SINGLE[form](squares, level);
  // Spearman-Brown takes the reliability of one judge to that of the mean of k; from its pole down there is no such reliability.
  const shown = (value: number): number => (mean ? (k * value) / (1 + (k - 1) * value) : value);
  const end = (value: number): number | null => (mean && 1 + (k - 1) * value <= 0 ? null : shown(value));
  return answer({
    estimate: shown(single.estimate),
    interval: { low: end(single.low), high: end(single.high), level, method: `Shrout-Fleiss ${form}` },
    n: squares.targets,
    form,
    judges: k,
    meanSquares: squares,
  });
}

interface Single {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

const SINGLE: Readonly<Record<IccForm, (squares: MeanSquares, level: number) => Single>> = {
  'ICC(1,1)': oneWay,
  'ICC(1,k)': oneWay,
  'ICC(2,1)': agreement,
  'ICC(2,k)': agreement,
  'ICC(3,1)': consistency,
  'ICC(3,k)': consistency,
};

function oneWay({ targets, judges, bms, wms }: MeanSquares, level: number): Single {
  return fromFRatio(bms, wms, judges, targets - 1, targets * (judges - 1), level);
}

function consistency({ targets, judges, bms, ems }: MeanSquares, level: number): Single {
  return fromFRatio(bms, ems, judges, targets - 1, (targets - 1) * (judges - 1), level);
}

function fromFRatio(bms: number, error: number, k: number, df1: number, df2: number, level: number): Single {
  const p = (1 + level) / 2;
  const tight = error * fQuantile(p, df1, df2);
  const loose = error / fQuantile(p, df2, df1);
  const correlation = (noise: number): number => (bms - noise) / (bms + (k - 1) * noise);
  return { estimate: correlation(error), low: correlation(tight), high: correlation(loose) };
}

function agreement({ targets: n, judges: k, bms, jms, ems }: MeanSquares, level: number): Single {
  const estimate = (bms - ems) / (bms + (k - 1) * ems + (k * (jms - ems)) / n);
  if (ems === 0 && jms === 0) return { estimate, low: 1, high: 1 };
  const p = (1 + level) / 2;
  // Satterthwaite's degrees of freedom, multiplied through by EMS² so that no residual is no special case.
  const judgesPart = k * estimate * jms;
  const errorPart = (n * (1 + (k - 1) * estimate) - k * estimate) * ems;
  const v =
    ((k - 1) * (n - 1) * (judgesPart + errorPart) ** 2) / ((n - 1) * judgesPart ** 2 + errorPart ** 2);
  const noise = k * jms + (k * n - k - n) * ems;
  const tight = fQuantile(p, n - 1, v);
  const loose = fQuantile(p, v, n - 1);
  return {
    estimate,
    low: (n * (bms - tight * ems)) / (tight * noise + n * bms),
    high: (n * (loose * bms - ems)) / (noise + n * loose * bms),
  };
}

function faultOfTable(table: readonly (readonly number[])[]): Cannot | null {
  const fault = faultOfValues(table.flat());
  if (fault) return fault;
  const judges = at(table, 0).length;
  if (table.some((row) => row.length !== judges)) {
    return cannot('unequal-lengths', 'Every judge must have rated every target.');
  }
  if (table.length === 1)
    return cannot('one-value', 'One target says nothing about differences between targets.');
  return judges < 2 ? cannot('too-few', 'One judge says nothing about agreement.') : null;
}
