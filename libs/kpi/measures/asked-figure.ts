import { planRows } from '../breakdown/hidden-rows.ts';
import { rowSource } from '../breakdown/settled.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Dimension } from '../kpi.schema.ts';
import { trainingCompletionLoader } from '../training-completion/loader.ts';
import type { Measure, MeasureFigure } from './measure.ts';

/**
 * The figure of a measure. A group of people that training completion hides is hidden in every measure, so that no two
 * answers give it away.
 * @param inquiry with the month ends before, for a measure of people: they are in the plan of what is hidden
 */
export async function askedFigure(
  measure: Measure,
  inquiry: Inquiry,
  by: Dimension | null,
): Promise<MeasureFigure> {
  const { reader, now } = inquiry;
  // Whoever may read rows of people sees them one by one.
  if (measure.reveals === null || measure.scope === 'people') return measure.figure(reader, now, by);
  const plan = await planRows(trainingCompletionLoader, await rowSource(trainingCompletionLoader, inquiry));
  const figure = await measure.figure(reader, now, by, plan);
  const dimension = by ?? measure.rowsOf;
  const hidden = dimension === undefined ? undefined : plan[dimension];
  return {
    ...figure,
    rows: figure.rows.map((row) => (hidden?.has(row.key) === true ? { ...row, hidden: true } : row)),
  };
}
