import type { Frame } from '../frame/frame.ts';
import type { Dimension } from '../kpi.schema.ts';
import type { AskedFigure } from '../measures/asked-figure.ts';
import { hiddenPart } from '../measures/hidden-part.ts';
import type { MeasureDefinition, MeasureFigure } from '../measures/measure.ts';

/** A figure with what of it is hidden at a first moment, when training completion hides nothing. */
export async function askedAt(
  measure: MeasureDefinition,
  figure: MeasureFigure,
  frame: Frame,
  by: Dimension | null = null,
): Promise<AskedFigure> {
  const hidden = await hiddenPart(measure, figure, [{ frame, figure, completion: {} }], by);
  return { figure, hidden, rowsAt: frame.clocks };
}
