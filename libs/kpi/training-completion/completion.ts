import { ByIdentity } from '#facts';
import type { Instant } from '#platform';
import { countsAt } from '../cohort/identified.ts';
import { adjusted, type Member, type RequiredModule } from '../cohort/member.ts';
import { Unfolding, type UnfoldedMembers } from '../cohort/unfolding.ts';
import { byOccurrence, type EvidenceEntry, evidenceOf } from '../evidence/evidence.ts';
import { metBy, signalsOf, type ModuleSignal, type ModuleSignals } from './module-signal.ts';

/** How far one learner got. */
export interface Progress {
  readonly member: Member;
  /** the event that met the last module, when all were met within the window; null: not complete */
  readonly completed: ModuleSignal | null;
  readonly missing: readonly RequiredModule[];
  /** events before the own day 1 that do not count */
  readonly quarantined: readonly EvidenceEntry[];
}

const NO_SIGNALS: readonly ModuleSignal[] = [];

/**
 * Progress of a member from the signals known at `asOf`. A role that asks for no module at all cannot be completed.
 * @param signals of this learner, by module id
 */
export function progressOf(
  member: Member,
  signals: ReadonlyMap<string, readonly ModuleSignal[]> | undefined,
  asOf: Instant,
): Progress {
  const missing: RequiredModule[] = [];
  const quarantined: EvidenceEntry[] = [];
  let last: ModuleSignal | null = null;
  for (const module of member.required) {
    const all = (signals?.get(module.id) ?? NO_SIGNALS).filter((signal) => countsAt(signal, asOf));
    const early = module.priorCompletionCounts
      ? NO_SIGNALS
      : all.filter(({ occurredAt }) => occurredAt < member.windowStart);
    quarantined.push(...quarantine(member, module, early));
    const met = metBy(
      module,
      all.filter((signal) => signal.occurredAt <= member.windowEnd && !early.includes(signal)),
    );
    if (met === null) missing.push(module);
    else if (last === null || byOccurrence(met, last) > 0) last = met;
  }
  return { member, completed: missing.length === 0 ? last : null, missing, quarantined };
}

const unfolding = new Unfolding<Progress>();
const unfolded = new ByIdentity<UnfoldedMembers<Progress>>();
const known = new ByIdentity<readonly Progress[]>();

/** Progress of the adjusted cohort; worked out once for the same members while no signal lies between the moments asked for. */
export function progressOfAll(
  members: readonly Member[],
  signals: ModuleSignals,
  asOf: Instant,
): readonly Progress[] {
  const ofMembers = unfolded.of([members, signals], '', () =>
    unfolding.of(adjusted(members), (learner) => {
      const own = signals.get(learner);
      return { sources: [own], events: () => signalsOf(own) };
    }),
  );
  return known.of([ofMembers], String(ofMembers.changesBy(asOf)), () =>
    ofMembers.at(asOf, (member) => progressOf(member, signals.get(member.learner), asOf)),
  );
}

/** One entry per event: a statement may say both completed and passed. */
function quarantine(member: Member, module: RequiredModule, early: readonly ModuleSignal[]): EvidenceEntry[] {
  const events = new Map(early.map((signal) => [JSON.stringify([signal.source, signal.id]), signal]));
  return [...events.values()].map((signal) =>
    evidenceOf('quarantined', member.learner, signal, `${COMPLETED_BEFORE_ENROLMENT}: ${module.title}`),
  );
}

export const COMPLETED_BEFORE_ENROLMENT = 'completed before enrolment';

/** A window that still runs for a learner who is not complete. A withdrawal is never, not later. */
export function isCensored(progress: Progress, asOf: Instant): boolean {
  const { member, completed } = progress;
  return completed === null && !member.withdrawn && asOf < member.windowEnd;
}
