import type { Instant } from '#platform';
import { moduleByActivity } from '#program';
import { adjusted, type Member, type RequiredModule } from '../../cohort/member.ts';
import { byOccurrence, type EvidenceEntry, type FactOrigin } from '../../evidence/evidence.ts';
import type { Figure } from '../../figure.ts';
import type { Frame } from '../../frame/frame.ts';
import { isCensored, progressOf } from '../../training-completion/completion.ts';
import { gatherSignals, type ModuleFacts } from '../../training-completion/gather-signals.ts';

/** How far a learner of the adjusted cohort came through the required modules, in the order of the program file. */
export interface Journey {
  readonly member: Member;
  /** the first event on a required module inside the own window, an attempt too; null: not begun */
  readonly began: FactOrigin | null;
  /** the last such event; null: not begun */
  readonly last: FactOrigin | null;
  /** the first required module that is not met; null: every one is */
  readonly standsBefore: RequiredModule | null;
  readonly missing: readonly RequiredModule[];
  /** the window still runs and the learner has not withdrawn: what is missing may still come */
  readonly running: boolean;
}

/** The journey of each learner of the adjusted cohort, in the order of the frame's members. */
export function journeysOf(facts: ModuleFacts, frame: Frame): Journey[] {
  const { asOf } = frame.clocks;
  const { signals } = gatherSignals(facts, frame);
  const touched = touchesOf(facts, frame);
  return adjusted(frame.members).map((member) => {
    const progress = progressOf(member, signals.get(member.learner), asOf);
    const required = new Set(member.required.map(({ id }) => id));
    const touches = (touched.get(member.learner) ?? [])
      .filter(({ module, origin }) => required.has(module) && isInside(member, origin.occurredAt))
      .map(({ origin }) => origin)
      .sort(byOccurrence);
    return {
      member,
      // a module met before enrolment, where the program says that it counts, is a beginning too
      began: touches.at(0) ?? progress.completed,
      last: touches.at(-1) ?? progress.completed,
      standsBefore: progress.missing[0] ?? null,
      missing: progress.missing,
      running: isCensored(progress, asOf),
    };
  });
}

/** Every required module before this one is met. */
export function hasReached({ member, standsBefore }: Journey, module: Pick<RequiredModule, 'id'>): boolean {
  const place = member.required.findIndex(({ id }) => id === module.id);
  if (place < 0) return false;
  return standsBefore === null || place <= member.required.findIndex(({ id }) => id === standsBefore.id);
}

/** What training completion set aside: actors of no learner, and what contradicts an enrolment. Journeys lack them too. */
export function setAside({ evidence }: Figure): EvidenceEntry[] {
  return evidence().filter(({ part }) => part === 'unmatched' || part === 'quarantined');
}

interface Touch {
  readonly module: string;
  readonly origin: FactOrigin;
}

/** Every event on a module, whatever it says of it: an attempt meets nothing and is a beginning all the same. */
function touchesOf(facts: ModuleFacts, frame: Frame): ReadonlyMap<string, readonly Touch[]> {
  const { asOf } = frame.clocks;
  const modules = moduleByActivity(frame.program);
  const touches = new Map<string, Touch[]>();
  const add = (learner: string | null, module: string | undefined, origin: FactOrigin) => {
    if (learner === null || module === undefined || origin.occurredAt > asOf) return;
    const own = touches.get(learner) ?? [];
    own.push({ module, origin });
    touches.set(learner, own);
  };
  for (const { actor, activity, setAside, source, id, occurredAt, recordedAt } of facts.statements) {
    if (setAside !== undefined) continue;
    const module = modules.get(activity)?.id;
    add(frame.identities.learnerOf(actor, occurredAt, asOf), module, { source, id, occurredAt, recordedAt });
  }
  for (const completion of facts.completions) {
    const { learner, activity, source, id, occurredAt, recordedAt } = completion;
    const module = completion.module || modules.get(activity)?.id;
    add(learner, module, { source, id, occurredAt, recordedAt });
  }
  return touches;
}

function isInside({ windowStart, windowEnd }: Member, moment: Instant): boolean {
  return moment >= windowStart && moment <= windowEnd;
}
