import { planRowsOverTime } from '../breakdown/hidden-rows.ts';
import { rowSource } from '../breakdown/settled.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Dimension } from '../kpi.schema.ts';
import { trainingCompletionLoader } from '../training-completion/loader.ts';
import { NOTHING_HIDDEN, finestOf, hiddenPart, tellsOfGroups, type HiddenPart } from './hidden-part.ts';
import type { MeasureMoment } from './hide-small-groups.ts';
import type { Measure, MeasureFigure } from './measure.ts';

/** The figure of a measure, and what of it is too small to show. */
export interface AskedFigure {
  readonly figure: MeasureFigure;
  readonly hidden: HiddenPart;
}

/**
 * The figure of a measure. A group of people that training completion hides is hidden in every measure, and what the measure
 * showed at the month ends before is in its plan, so that no two answers give it away.
 * @param inquiry with the month ends before, for a measure of people
 */
export async function askedFigure(
  measure: Measure,
  inquiry: Inquiry,
  by: Dimension | null,
): Promise<AskedFigure> {
  const { reader, now, past } = inquiry;
  if (!tellsOfGroups(measure))
    return { figure: await measure.figure(reader, now, by), hidden: NOTHING_HIDDEN };
  const source = await rowSource(trainingCompletionLoader, inquiry);
  const plans = await planRowsOverTime(trainingCompletionLoader, source);
  const figure = await measure.figure(reader, now, by, plans.at(-1));
  const finest = finestOf(measure, by);
  const moments = [...past, now].map(async (frame, moment): Promise<MeasureMoment> => {
    const completion = plans[moment] ?? {};
    const isAsked = frame === now && finest === by;
    return {
      frame,
      completion,
      figure: isAsked ? figure : await measure.figure(reader, frame, finest, completion),
    };
  });
  return { figure, hidden: await hiddenPart(measure, figure, await Promise.all(moments), by) };
}
