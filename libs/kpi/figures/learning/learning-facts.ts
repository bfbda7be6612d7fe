import type { Member } from '../../cohort/member.ts';
import { adjusted } from '../../cohort/member.ts';
import type { Frame } from '../../frame/frame.ts';
import { progressOf, type Progress } from '../../training-completion/completion.ts';
import {
  gatherSignals,
  type GatheredSignals,
  type ModuleFacts,
} from '../../training-completion/gather-signals.ts';

/** The adjusted cohort as training completion reads it: who got how far by the asked moment. */
export interface LearningFacts {
  readonly frame: Frame;
  readonly cohort: readonly Member[];
  readonly progress: readonly Progress[];
  readonly gathered: GatheredSignals;
  /** keys of the roles, and of the tracks, whose people are too few to show */
  readonly hiddenRoles: ReadonlySet<string>;
  readonly hiddenTracks: ReadonlySet<string>;
}

export function learningFacts(
  facts: ModuleFacts,
  frame: Frame,
  hidden: Pick<LearningFacts, 'hiddenRoles' | 'hiddenTracks'>,
): LearningFacts {
  const gathered = gatherSignals(facts, frame);
  const cohort = adjusted(frame.members);
  const progress = cohort.map((member) =>
    progressOf(member, gathered.signals.get(member.learner), frame.clocks.asOf),
  );
  return { frame, cohort, progress, gathered, ...hidden };
}
