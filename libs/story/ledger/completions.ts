import type { Instant } from '#platform';
import { moment, onOwnDay, ownWindow, plusMinutes } from '../calendar.ts';
import type { Module, Role } from '../plan.ts';
import { elective, requiredModules } from '../plan.ts';
import type { Random } from '../random.ts';
import { known } from './learners.ts';
import type { Completion, LedgerLearner, Shape } from './ledger.ts';

/** Modules follow one another: the common ones in the first month, those of the track in the second and third. */
export function makeCompletions(random: Random, learner: LedgerLearner): Completion[] {
  const stream = random.fork(`completions/${learner.id}`);
  const completion = ({ module, at, via }: Made): Completion => ({
    ...known(at),
    learner: learner.id,
    module,
    via: via ?? viaOf(learner),
    as: identityFor(learner, module),
  });
  return [...priorOf(learner), ...inProgram(stream, learner), ...electiveOf(stream, learner)].map(completion);
}

interface Made {
  readonly module: string;
  readonly at: Instant;
  readonly via?: Completion['via'];
}

/** Ten-day stretches of the own 90 days in which the first to the fourth module end. */
const stretches: readonly (readonly [number, number])[] = [
  [5, 11],
  [14, 28],
  [32, 56],
  [60, 68],
];

function inProgram(random: Random, learner: LedgerLearner): Made[] {
  const enrolledAt = learner.enrolled.at;
  const minute = () => random.between(9 * 60, 17 * 60);
  const made = modulesDone(learner).map((module, index): Made => {
    const [from, to] = stretches[index] ?? [60, 68];
    return { module: module.id, at: onOwnDay(enrolledAt, random.between(from, to), minute()) };
  });
  return made.flatMap((one) => finish(learner, one, onOwnDay(enrolledAt, random.between(93, 96), minute())));
}

/** What the shape makes of a module ended in time. */
function finish(learner: LedgerLearner, made: Made, afterWindow: Instant): Made[] {
  const { shape } = learner;
  if (shape === 'late-finisher' && made.module === 'guardrails') return [{ ...made, at: afterWindow }];
  if (shape === 'course-not-satisfied' && made.module === 'control-plans') return [];
  if (shape === 'last-hour' && made.module === 'prompt-evaluation')
    return [{ ...made, at: plusMinutes(wholeSecond(ownWindow(learner.enrolled.at).closes), -30) }];
  if (shape === 'prior-counts' && made.module === 'ai-literacy') return [];
  if (shape === 'prior-only' && made.module === 'guardrails') return [];
  if (shape === 'waived' && ['prompt-patterns', 'control-plans'].includes(made.module))
    return [{ ...made, via: 'waived' }];
  return [made];
}

function wholeSecond(at: Instant): Instant {
  return moment(`${at.slice(0, 19)}Z`);
}

/** The modules a learner gets through, in their order. */
function modulesDone(learner: LedgerLearner): readonly Module[] {
  const { shape, enrolled, roleChanges } = learner;
  const held: Role | null = roleChanges.at(-1)?.role ?? enrolled.role;
  const common = requiredModules(null);
  const unfinished: Partial<Record<Shape, readonly Module[]>> = {
    // asked for the common modules alone, and a third of them does not end these
    'unknown-role': learner.place % 3 === 0 ? common.slice(0, 1) : common,
    withdrawn: common.slice(0, 1),
    excluded: common,
    'moved-unfinished': requiredModules(enrolled.role),
    'moved-after': requiredModules(enrolled.role),
  };
  return unfinished[shape] ?? requiredModules(held);
}

/** Done before the program began: counts where the module says so, else it is only seen. */
function priorOf({ shape }: LedgerLearner): Made[] {
  const at = moment('2026-06-10T09:30:00Z');
  if (shape === 'prior-counts') return [{ module: 'ai-literacy', at }];
  if (shape === 'prior-only' || shape === 'prior-repeated') return [{ module: 'guardrails', at }];
  return [];
}

/** Risk assessors go on with the elective in October; it is required of nobody. */
function electiveOf(random: Random, learner: LedgerLearner): Made[] {
  if (learner.enrolled.role !== 'risk-assessor' || learner.shape !== 'regular') return [];
  const day = String(random.between(0, 9) + 10 * (1 + (learner.place % 2))).padStart(2, '0');
  return [{ module: elective.id, at: moment(`2026-10-${day}T13:20:00Z`) }];
}

/** One in three of the plain learners is reported by a tool as an event instead of a statement. */
function viaOf({ shape, place }: LedgerLearner): Completion['via'] {
  return shape === 'regular' && place % 28 > 20 && place % 3 === 0 ? 'event' : 'statement';
}

/** cmi5 speaks with the account (1); a learner of two identities says the rest with the second mailbox (2). */
function identityFor({ shape }: LedgerLearner, module: string): number {
  if (['prompt-patterns', 'control-plans'].includes(module)) return 1;
  return shape === 'two-identities' && module !== 'ai-literacy' ? 2 : 0;
}
