import { addDuration, localDate, secondsBetween, type CalendarDate, type Instant } from '#platform';
import { groupMembers } from '../../breakdown/member-groups.ts';
import { targetOf } from '../../status/target.ts';
import { isCensored, type Progress } from '../../training-completion/completion.ts';
import { moreNeeded } from '../../training-completion/formula.ts';
import type { LearningFacts } from './learning-facts.ts';

export interface Pace {
  readonly role: string;
  readonly title: string;
  /** completions a week over the last two weeks */
  readonly perWeek: number;
  /** completions a week from now to the role's last window end that bring it to the target */
  readonly neededPerWeek: number;
  readonly windowEnds: CalendarDate;
  readonly suppressed: boolean;
}

const LOOKING_BACK_WEEKS = 2;
const WEEK_SECONDS = 7 * 86_400;
/** The last day's need is not multiplied up to a week's beyond this. */
const SHORTEST_WEEKS = 1 / 7;

/** Each role with a window still open, against the pace its target needs. Empty without a target. */
export function paceOf({ frame, progress, hiddenRoles }: LearningFacts): Pace[] {
  const { asOf } = frame.clocks;
  const target = targetOf(frame.program, 'training-completion');
  const byLearner = new Map(progress.map((own) => [own.member, own]));
  const open = progress.filter((own) => isCensored(own, asOf));
  const lastOfAll = lastWindowEnd(open);
  if (target === null || lastOfAll === null) return [];
  const day = (moment: Instant) => localDate(moment, frame.program.program.timeZone);
  return groupMembers(frame, 'role').flatMap(({ key, title, members }): Pace[] => {
    const own = members.flatMap((member) => byLearner.get(member) ?? []);
    const running = own.filter((one) => isCensored(one, asOf));
    const last = lastWindowEnd(running);
    if (last === null) return [];
    if (hiddenRoles.has(key))
      // when a small group's last window ends would say when its few people began
      return [
        { role: key, title, perWeek: 0, neededPerWeek: 0, windowEnds: day(lastOfAll), suppressed: true },
      ];
    const complete = own.filter(({ completed }) => completed !== null).length;
    const needed = moreNeeded(complete, own.length, target) ?? 0;
    const weeks = Math.max(SHORTEST_WEEKS, secondsBetween(asOf, last) / WEEK_SECONDS);
    return [
      {
        role: key,
        title,
        perWeek: completedSince(own, addDuration(asOf, `-P${LOOKING_BACK_WEEKS * 7}D`)) / LOOKING_BACK_WEEKS,
        neededPerWeek: needed / weeks,
        windowEnds: day(last),
        suppressed: false,
      },
    ];
  });
}

function completedSince(own: readonly Progress[], since: Instant): number {
  return own.filter(({ completed }) => completed !== null && completed.occurredAt > since).length;
}

function lastWindowEnd(own: readonly Progress[]): Instant | null {
  return own.reduce<Instant | null>(
    (last, { member }) => (last === null || member.windowEnd > last ? member.windowEnd : last),
    null,
  );
}
