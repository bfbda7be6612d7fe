import { cellsOf, type Disclosure, type Plan } from '#privacy';
import type { Frame } from '../frame/frame.ts';
import { dimensions, type Dimension } from '../kpi.schema.ts';
import type { KpiLoader, Loaded } from '../reading.ts';
import { keyOf } from './member-groups.ts';
import { plansOf } from './recent-plans.ts';

/** The facts of a moment, and the people to read them with. */
export interface RowMoment {
  readonly frame: Frame;
  readonly loaded: Loaded;
}

/** The facts that rows are made of: as of one moment, and of the month ends of the period before it. */
export interface RowSource {
  readonly now: RowMoment;
  /** in time order */
  readonly past: readonly RowMoment[];
}

/** A role has one track; teams and cohorts are free of both and of each other. */
const CLASSIFICATIONS: readonly (readonly Dimension[])[] = [['role', 'track'], ['team'], ['cohort']];

/** The rows that stay hidden, of every dimension by one plan; what was shown at the month ends before is taken into it. */
export async function planRows(loader: KpiLoader, source: RowSource): Promise<Plan> {
  return (await planRowsOverTime(loader, source)).at(-1) ?? {};
}

/** The plan of each month end before, and of the moment itself: in time order. */
export async function planRowsOverTime(
  loader: KpiLoader,
  { now, past }: RowSource,
): Promise<readonly Plan[]> {
  if (loader.reveals === null || loader.counting === null) return [...past, now].map(() => ({}));
  const disclosure: Disclosure = {
    ...loader.counting,
    minimum: now.frame.program.privacy.minimumGroup[loader.reveals],
    classifications: CLASSIFICATIONS,
  };
  const moments = [...past, now].map((moment) => ({ cells: cellsOf(peopleOf(moment)) }));
  return plansOf(loader.definition.id, disclosure, moments);
}

function peopleOf({ loaded, frame }: RowMoment) {
  return loaded
    .at(frame)
    .counted()
    .map(({ member, kind }) => ({
      kind,
      rows: Object.fromEntries(dimensions.map((dimension) => [dimension, keyOf(member, dimension)])),
    }));
}
