import { cellsOf, type Disclosure, type Plan } from '#privacy';
import type { Frame } from '../frame/frame.ts';
import { dimensions, type Dimension } from '../kpi.schema.ts';
import type { Loaded, Measure } from '../reading.ts';
import { keyOf } from './member-groups.ts';
import { planOf } from './recent-plans.ts';

/** The facts that rows are made of: as of one moment, and of the month ends of the period before it. */
export interface RowSource {
  readonly loaded: Loaded;
  readonly now: Frame;
  /** in time order */
  readonly past: readonly Frame[];
}

/** A role has one track; teams and cohorts are free of both and of each other. */
const CLASSIFICATIONS: readonly (readonly Dimension[])[] = [['role', 'track'], ['team'], ['cohort']];

/** The rows that stay hidden, of every dimension by one plan; what was shown at the month ends before is taken into it. */
export function planRows(measure: Measure, { loaded, now, past }: RowSource): Plan {
  if (measure.reveals === null || measure.counting === null) return {};
  const disclosure: Disclosure = {
    ...measure.counting,
    minimum: now.program.privacy.minimumGroup[measure.reveals],
    classifications: CLASSIFICATIONS,
  };
  const moments = [...past, now].map((frame) => ({ cells: cellsOf(peopleOf(loaded, frame)) }));
  return planOf(measure.definition.id, disclosure, moments);
}

function peopleOf(loaded: Loaded, frame: Frame) {
  return loaded
    .at(frame)
    .counted()
    .map(({ member, kind }) => ({
      kind,
      rows: Object.fromEntries(dimensions.map((dimension) => [dimension, keyOf(member, dimension)])),
    }));
}
