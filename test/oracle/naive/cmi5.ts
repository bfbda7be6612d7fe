import { z } from 'zod';
import { told, type LogEntry } from './log.ts';

const CONTEXT = 'https://w3id.org/xapi/cmi5/context';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const PROFILE = 'https://w3id.org/xapi/adl/verbs/';
const activities = z.array(z.object({ id: z.string() })).default([]);
const number = z.number().optional();
const statement = z.object({
  verb: z.object({ id: z.string() }),
  object: z.object({ objectType: z.string().default('Activity'), id: z.string() }),
  result: z
    .object({
      completion: z.boolean().optional(),
      success: z.boolean().optional(),
      duration: z.string().optional(),
      score: z.object({ scaled: number, raw: number, min: number, max: number }).optional(),
    })
    .prefault({}),
  context: z
    .object({
      registration: z.string().optional(),
      contextActivities: z.object({ category: activities }).prefault({}),
      extensions: z
        .object({
          [`${CONTEXT}/extensions/sessionid`]: z.string().optional(),
          [`${CONTEXT}/extensions/masteryscore`]: z.number().optional(),
          [`${CONTEXT}/extensions/launchmode`]: z.string().optional(),
        })
        .prefault({}),
    })
    .prefault({}),
});

interface Said {
  readonly entry: LogEntry;
  /** the last word of the verb; null: none of cmi5 */
  readonly verb: string | null;
  readonly object: string;
  readonly registration: string | undefined;
  readonly session: string | undefined;
  readonly mastery: number | undefined;
  readonly mode: string | undefined;
  readonly moves: boolean;
  readonly result: z.output<typeof statement>['result'];
}

/** cmi5 9.3: nine verbs, by their whole id. */
const VERBS = new Map(
  [
    ...['launched', 'initialized', 'completed', 'passed', 'failed', 'terminated'].map((word) => ADL + word),
    ...['abandoned', 'waived', 'satisfied'].map((word) => PROFILE + word),
  ].map((verb) => [verb, verb.split('/').at(-1) ?? '']),
);
const FROM_THE_UNIT = new Set(['initialized', 'completed', 'passed', 'failed', 'terminated']);
const ENDING_WELL_OR_NOT = new Set(['completed', 'passed', 'failed']);

/**
 * What breaks the rules of cmi5 and so never counts, with every rule that it breaks, the one that it is set aside for first: "the AU's
 * first is initialized and last is terminated; at most one completed and one passed per registration and AU; no failed after passed;
 * score […] checked against masteryScore; duration on completed, passed, failed, terminated, abandoned". By cmi5 itself every statement
 * names its registration (9.6.1) and session (9.6.3.1), and in Browse and Review "the AU MUST NOT send other cmi5 defined statements"
 * than initialized and terminated (10.2.2).
 */
export function brokenIn(counted: readonly LogEntry[]): ReadonlyMap<LogEntry, readonly string[]> {
  const said = told(counted, 'xapi.statement-stored', statement).flatMap(({ entry, data }): Said[] => {
    const { verb, object, result, context } = data;
    const categories = new Set(context.contextActivities.category.map(({ id }) => id));
    if (!categories.has(`${CONTEXT}/categories/cmi5`) || object.objectType !== 'Activity') return [];
    const extension = (name: 'sessionid' | 'masteryscore' | 'launchmode') =>
      context.extensions[`${CONTEXT}/extensions/${name}`];
    return [
      {
        entry,
        verb: VERBS.get(verb.id) ?? null,
        object: object.id,
        registration: context.registration,
        session: z.string().optional().parse(extension('sessionid')),
        mastery: z.number().optional().parse(extension('masteryscore')),
        mode: z.string().optional().parse(extension('launchmode')),
        moves: categories.has(`${CONTEXT}/categories/moveon`),
        result,
      },
    ];
  });
  const broken = new Map<LogEntry, readonly string[]>();
  for (const [index, one] of said.entries()) {
    const before = said
      .slice(0, index)
      .filter(({ registration, object }) => registration === one.registration && object === one.object);
    const rules = rulesBroken(one, one.registration === undefined ? [] : before, broken);
    if (rules.length > 0)
      broken.set(
        one.entry,
        rules.map((rule) => `cmi5-${rule}`),
      );
  }
  return broken;
}

/** One rule of where it stands at most, and every rule of what it says. */
function rulesBroken(
  one: Said,
  before: readonly Said[],
  broken: ReadonlyMap<LogEntry, readonly string[]>,
): string[] {
  if (one.verb === null) return ['verb-unknown'];
  const own = before.filter(({ session }) => session !== undefined && session === one.session);
  const launches = own.filter(({ verb }) => verb === 'launched');
  const unnamed = [
    ...(one.registration === undefined ? ['registration-missing'] : []),
    ...(one.session === undefined ? ['session-missing'] : []),
  ];
  const place = unnamed.length > 0 ? unnamed : outOfPlace(one, own, launches, before, broken);
  return [...place, ...saidWrongly(one, one.mastery ?? firstOf(launches.map(({ mastery }) => mastery)))];
}

function outOfPlace(
  one: Said,
  own: readonly Said[],
  launches: readonly Said[],
  before: readonly Said[],
  broken: ReadonlyMap<LogEntry, readonly string[]>,
): string[] {
  const { verb, entry } = one;
  if (verb === null || verb === 'waived' || verb === 'satisfied') return [];
  const unit = own.filter((other) => FROM_THE_UNIT.has(other.verb ?? ''));
  if (verb === 'launched') {
    const late = unit.some((other) => other.entry.recordedAt < entry.recordedAt);
    return late || launches.length > 0 ? ['launched-not-first'] : [];
  }
  const hasBegun = (others: readonly Said[]) => others.some((other) => other.verb === 'initialized');
  const end = own.find(
    (other, index) =>
      other.verb === 'abandoned' || (other.verb === 'terminated' && hasBegun(own.slice(0, index))),
  );
  if (end !== undefined) return [`after-${end.verb ?? ''}`];
  if (verb === 'initialized') return hasBegun(own) ? ['second-initialized'] : [];
  if (verb !== 'abandoned' && !hasBegun(own)) return ['not-initialized'];
  const mode = firstOf(launches.map((launch) => launch.mode)) ?? one.mode;
  if (ENDING_WELL_OR_NOT.has(verb) && (mode === 'Browse' || mode === 'Review')) return ['browse-or-review'];
  const has = (what: string) => before.some((other) => other.verb === what && !broken.has(other.entry));
  if (verb === 'completed' && has('completed')) return ['second-completed'];
  if (verb === 'passed' && has('passed')) return ['second-passed'];
  return verb === 'failed' && has('passed') ? ['failed-after-passed'] : [];
}

function saidWrongly({ verb, moves, result }: Said, mastery: number | undefined): string[] {
  const { completion, success, duration, score } = result;
  const is = (...verbs: string[]) => verbs.includes(verb ?? '');
  const reached = mastery === undefined ? undefined : isReached(score, mastery);
  const scored = score !== undefined && Object.values(score).some((part) => part !== undefined);
  const wrong: readonly (readonly [string, boolean])[] = [
    ['completion-wrong', is('completed') && completion !== true],
    ['success-wrong', (is('passed') && success !== true) || (is('failed') && success !== false)],
    [
      'duration-missing',
      is('completed', 'passed', 'failed', 'terminated', 'abandoned') && duration === undefined,
    ],
    ['move-on-missing', is('completed', 'passed', 'failed') && !moves],
    ['score-not-judged', scored && !is('passed', 'failed')],
    ['passed-below-mastery', is('passed') && reached === false],
    ['failed-at-mastery', is('failed') && reached === true],
  ];
  return wrong.flatMap(([rule, breaks]) => (breaks ? [rule] : []));
}

/** Undefined: the score cannot be held against a mastery score. */
function isReached(score: Said['result']['score'], mastery: number): boolean | undefined {
  const { scaled, raw, min, max } = score ?? {};
  if (scaled !== undefined) return scaled >= mastery;
  if (raw === undefined || min === undefined || max === undefined || min >= max) return undefined;
  return (raw - min) / (max - min) >= mastery;
}

function firstOf<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}
