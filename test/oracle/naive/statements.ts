import { canonicalIdentity, identitySchema, type Identity } from '#events';
import { z } from 'zod';
import { brokenIn } from './cmi5.ts';
import { told, type LogEntry } from './log.ts';

export const ADL = 'http://adlnet.gov/expapi/verbs/';
export const PROFILE = 'https://w3id.org/xapi/adl/verbs/';
const CMI5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';

const activities = z.array(z.object({ id: z.string() })).default([]);
const statement = z.object({
  actor: z.unknown(),
  verb: z.object({ id: z.string() }),
  object: z.object({ objectType: z.string().default('Activity'), id: z.string() }),
  result: z
    .object({
      completion: z.boolean().optional(),
      success: z.boolean().optional(),
      score: z
        .object({
          raw: z.number().optional(),
          min: z.number().optional(),
          max: z.number().optional(),
          scaled: z.number().optional(),
        })
        .prefault({}),
    })
    .prefault({}),
  context: z
    .object({ contextActivities: z.object({ grouping: activities, category: activities }).prefault({}) })
    .prefault({}),
});

/** A statement on an activity, as the KPIs look at it. */
export interface Statement {
  readonly entry: LogEntry;
  readonly actor: Identity;
  /** the actor's canonical form */
  readonly name: string;
  /** the object's id, and in cmi5 the publisher's, which stands in grouping */
  readonly activities: readonly string[];
  readonly verb: string;
  readonly cmi5: boolean;
  readonly completion: boolean | undefined;
  readonly success: boolean | undefined;
  readonly score: z.output<typeof statement>['result']['score'];
  /** the first rule of cmi5 that it breaks, and so never counts; null: none */
  readonly broken: string | null;
}

export function statementsIn(counted: readonly LogEntry[]): Statement[] {
  const broken = brokenIn(counted);
  return told(counted, 'xapi.statement-stored', statement).flatMap(({ entry, data }) => {
    const actor = identitySchema.safeParse(identifierOf(data.actor));
    if (data.object.objectType !== 'Activity' || !actor.success) return [];
    const { grouping, category } = data.context.contextActivities;
    const cmi5 = category.some(({ id }) => id === CMI5);
    return [
      {
        entry,
        actor: actor.data,
        name: canonicalIdentity(actor.data),
        activities: [data.object.id, ...(cmi5 ? grouping.map(({ id }) => id) : [])],
        verb: data.verb.id,
        cmi5,
        completion: data.result.completion,
        success: data.result.success,
        score: data.result.score,
        broken: broken.get(entry)?.[0] ?? null,
      },
    ];
  });
}

function identifierOf(actor: unknown): unknown {
  const { mbox, mbox_sha1sum, openid, account } = z
    .object({ mbox: z.unknown(), mbox_sha1sum: z.unknown(), openid: z.unknown(), account: z.unknown() })
    .partial()
    .parse(actor);
  if (mbox !== undefined) return { mbox };
  if (mbox_sha1sum !== undefined) return { mbox_sha1sum };
  return openid === undefined ? { account } : { openid };
}

/**
 * What a statement says of a module, by 3-events.md: "`completion: false` and `success: false` never count"; by its verb, or outside
 * cmi5 by its result.
 */
export function signalsOf({ verb, cmi5, completion, success }: Statement): string[] {
  if (completion === false || success === false) return [];
  if (verb === `${PROFILE}waived`) return ['waived'];
  if (verb === `${PROFILE}satisfied`) return ['satisfied'];
  const signals: string[] = [];
  if (verb === `${ADL}completed` || (!cmi5 && completion === true)) signals.push('completed');
  const byResult = !cmi5 && success === true && verb !== `${ADL}failed`;
  if (verb === `${ADL}passed` || (!cmi5 && verb === `${ADL}mastered`) || byResult) signals.push('passed');
  return signals;
}
