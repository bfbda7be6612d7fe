import { z } from 'zod';
import { told, type LogEntry } from './log.ts';

const CONTEXT = 'https://w3id.org/xapi/cmi5/context';
const activities = z.array(z.object({ id: z.string() })).default([]);
const statement = z.object({
  verb: z.object({ id: z.string() }),
  object: z.object({ id: z.string() }),
  result: z
    .object({
      completion: z.boolean().optional(),
      success: z.boolean().optional(),
      duration: z.string().optional(),
      score: z.object({ raw: z.number(), min: z.number(), max: z.number() }).optional().catch(undefined),
    })
    .prefault({}),
  context: z
    .object({
      registration: z.string().default(''),
      contextActivities: z.object({ category: activities }).prefault({}),
      extensions: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
});

interface Said {
  readonly entry: LogEntry;
  readonly verb: string;
  readonly session: unknown;
  readonly result: z.output<typeof statement>['result'];
  readonly mastery: unknown;
}

/**
 * What breaks the rules of cmi5 and so never counts, with the first rule that it breaks: "the AU's first is initialized and last is
 * terminated; at most one completed and one passed per registration and AU; no failed after passed; score […] checked against masteryScore;
 * duration on completed, passed, failed, terminated".
 */
export function brokenIn(counted: readonly LogEntry[]): ReadonlyMap<LogEntry, string> {
  const launched = told(counted, 'xapi.statement-stored', statement).filter(
    ({ data: { context } }) =>
      context.registration !== '' &&
      context.contextActivities.category.some(({ id }) => id === `${CONTEXT}/categories/cmi5`),
  );
  const broken = new Map<LogEntry, string>();
  const launches = Map.groupBy(launched, ({ data }) => `${data.context.registration} ${data.object.id}`);
  for (const own of launches.values()) {
    const said = own.map(({ entry, data }): Said => {
      const { extensions } = data.context;
      return {
        entry,
        verb: data.verb.id.split('/').at(-1) ?? '',
        session: extensions[`${CONTEXT}/extensions/sessionid`],
        result: data.result,
        mastery: extensions[`${CONTEXT}/extensions/masteryscore`],
      };
    });
    for (const [index, one] of said.entries()) {
      const rule = ruleBroken(one, said.slice(0, index), broken);
      if (rule !== null) broken.set(one.entry, `cmi5-${rule}`);
    }
  }
  return broken;
}

function ruleBroken(
  { verb, session, result, mastery }: Said,
  before: readonly Said[],
  broken: ReadonlyMap<LogEntry, string>,
): string | null {
  const own = before.filter((one) => one.session === session);
  const began = own.findIndex((one) => one.verb === 'initialized');
  if (own.some((one, index) => one.verb === 'terminated' && began >= 0 && index > began))
    return 'after-terminated';
  if (verb !== 'initialized' && began < 0) return 'not-initialized';
  if (verb === 'initialized') return began < 0 ? null : 'second-initialized';
  const has = (what: string) => before.some((one) => one.verb === what && !broken.has(one.entry));
  if (verb === 'completed' && has('completed')) return 'second-completed';
  if (verb === 'passed' && has('passed')) return 'second-passed';
  if (verb === 'failed' && has('passed')) return 'failed-after-passed';
  if (verb === 'completed' && result.completion !== true) return 'completion-wrong';
  if (verb === 'passed' && result.success !== true) return 'success-wrong';
  if (verb === 'failed' && result.success !== false) return 'success-wrong';
  if (result.duration === undefined) return 'duration-missing';
  if (result.score === undefined || typeof mastery !== 'number') return null;
  const { raw, min, max } = result.score;
  const reached = (raw - min) / (max - min) >= mastery;
  if (verb === 'passed' && !reached) return 'passed-below-mastery';
  return verb === 'failed' && reached ? 'failed-at-mastery' : null;
}
