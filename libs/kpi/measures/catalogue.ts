import { trackBenchmarks } from './benchmarks/track-benchmarks.ts';
import { documentedOwners } from './governance/documented-owners.ts';
import { exceptions } from './governance/exceptions.ts';
import { incidentNotes } from './incidents/incident-notes.ts';
import { logCompleteness } from './incidents/log-completeness.ts';
import { completionByTrack } from './learning/completion-by-track.ts';
import { minimumCapability } from './learning/minimum-capability.ts';
import { moduleDropOff } from './learning/module-drop-off.ts';
import { notComplete } from './learning/not-complete.ts';
import type { Measure } from './measure.ts';

/** Every supporting measure, in the order in which they are listed. */
export const measures: readonly Measure[] = [
  completionByTrack,
  notComplete,
  moduleDropOff,
  minimumCapability,
  trackBenchmarks,
  documentedOwners,
  exceptions,
  logCompleteness,
  incidentNotes,
];

export const measureIds: readonly string[] = measures.map(({ id }) => id);

/** null: there is none of this name */
export function measureOf(id: string): Measure | null {
  return measures.find((measure) => measure.id === id) ?? null;
}
