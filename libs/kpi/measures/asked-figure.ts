import type { Plan } from '#privacy';
import type { Clocks } from '#program';
import { planRowsOverTime } from '../breakdown/hidden-rows.ts';
import { rowSource } from '../breakdown/settled.ts';
import type { Inquiry } from '../inquiry.ts';
import type { Dimension } from '../kpi.schema.ts';
import { trainingCompletionLoader } from '../training-completion/loader.ts';
import {
  NOTHING_HIDDEN,
  finestOf,
  hiddenColumns,
  hiddenPart,
  tellsOfGroups,
  type HiddenPart,
} from './hidden-part.ts';
import type { MeasureMoment } from './hide-small-groups.ts';
import type { Measure, MeasureFigure } from './measure.ts';

/** The figure of a measure, and what of it is too small to show. */
export interface AskedFigure {
  readonly figure: MeasureFigure;
  readonly hidden: HiddenPart;
  /** of which moment the rows are */
  readonly rowsAt: Clocks;
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
  const { reader, now } = inquiry;
  const rowsAt = now.clocks;
  if (!tellsOfGroups(measure))
    return { figure: await measure.figure(reader, now, by), hidden: NOTHING_HIDDEN, rowsAt };
  const source = await rowSource(trainingCompletionLoader, inquiry);
  const completion = await planRowsOverTime(trainingCompletionLoader, source);
  const figure = await measure.figure(reader, now, by, completion.at(-1));
  const finest = finestOf(measure, by);
  const told = await momentsOf(measure, inquiry, finest, completion, finest === by ? figure : null);
  const inColumns = by !== null && figure.rows.some(({ column }) => column !== null);
  const columns = inColumns
    ? await hiddenColumns(measure, await momentsOf(measure, inquiry, null, completion, null))
    : [];
  const moments = told.map((moment, index) => ({
    ...moment,
    hiddenColumns: columns[index] ?? new Set<string>(),
  }));
  return { figure, hidden: await hiddenPart(measure, figure, moments, by), rowsAt };
}

/** @param known the figure of now, where it was worked out already */
function momentsOf(
  measure: Measure,
  { reader, now, past }: Inquiry,
  by: Dimension | null,
  plans: readonly Plan[],
  known: MeasureFigure | null,
): Promise<MeasureMoment[]> {
  return Promise.all(
    [...past, now].map(async (frame, moment): Promise<MeasureMoment> => {
      const completion = plans[moment] ?? {};
      const figure = frame === now ? known : null;
      return { frame, completion, figure: figure ?? (await measure.figure(reader, frame, by, completion)) };
    }),
  );
}
