import { hiddenGroups } from '../breakdown/hidden-rows.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Dimension } from '../kpi.schema.ts';
import { trainingCompletionLoader } from '../training-completion/loader.ts';
import type { Measure, MeasureFigure } from './measure.ts';

/**
 * The figure of a measure. A group of people that training completion hides is hidden in every measure, so that no two
 * answers give it away.
 */
export async function askedFigure(
  measure: Measure,
  { reader, now }: Pick<Inquiry, 'reader' | 'now'>,
  by: Dimension | null,
): Promise<MeasureFigure> {
  const figure = await measure.figure(reader, now, by);
  const dimension = by ?? measure.rowsOf;
  // Whoever may read rows of people sees them one by one.
  if (dimension === undefined || measure.reveals === null || measure.scope === 'people') return figure;
  const completion = await trainingCompletionLoader.load(reader);
  const hidden = hiddenGroups(trainingCompletionLoader, completion.at(now), now, dimension);
  return {
    ...figure,
    rows: figure.rows.map((row) => (hidden.has(row.key) ? { ...row, hidden: true } : row)),
  };
}
