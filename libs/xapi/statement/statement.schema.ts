import { z } from 'zod';
import { COMPONENT_LISTS } from './check-activity.ts';
import { VOIDED } from './check-statement.ts';
import {
  isDuration,
  isIri,
  isLanguageTag,
  isMailbox,
  isMediaType,
  isSha1,
  isSha2,
  isStatementVersion,
  isUuid,
} from './formats.ts';
import { RULES, type RuleId, type RuleSet } from './rules.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * The rules of a statement as a zod schema, for publishing and for proof. Intake uses `checkStatement`, which takes
 * 40% of the time and names the broken rule and its clause; `statement-rules.unit.spec.ts` shows that both accept
 * exactly the same statements.
 */
export function statementSchema(rules: RuleSet) {
  return schemas[rules].statement;
}

/** Of an Agent, an Activity and extensions, where a request of ours takes one. */
export const partSchemas = () => ({ agent, activity, extensions });

const says = (rule: RuleId): string => RULES[rule].says;
const text = (rule: RuleId, matches: (value: string) => boolean) => z.string().refine(matches, says(rule));

const iri = text('iri-form', isIri);
const uuid = text('uuid-form', isUuid);
const languageTag = text('language-tag', isLanguageTag);
const languageMap = z.record(languageTag, z.string());
const extensions = z.record(text('extension-key', isIri), z.unknown());

const account = z.strictObject({ homePage: iri, name: z.string() });
const identifiers = {
  name: z.string().optional(),
  mbox: text('mbox-form', isMailbox).optional(),
  mbox_sha1sum: text('sha1-form', isSha1).optional(),
  openid: iri.optional(),
  account: account.optional(),
};

type Identifiers = { mbox?: unknown; mbox_sha1sum?: unknown; openid?: unknown; account?: unknown };
const identifierCount = (actor: Identifiers): number =>
  [actor.mbox, actor.mbox_sha1sum, actor.openid, actor.account].filter((value) => value !== undefined).length;

const agent = z
  .strictObject({ objectType: z.literal('Agent').optional(), ...identifiers })
  .refine((actor) => identifierCount(actor) === 1, says('one-identifier'));
const group = z
  .strictObject({ objectType: z.literal('Group'), member: z.array(agent).optional(), ...identifiers })
  .refine((actor) => identifierCount(actor) <= 1, says('one-identifier'))
  .refine(
    (actor) => identifierCount(actor) === 1 || (actor.member?.length ?? 0) > 0,
    says('anonymous-group-members'),
  );
const actor = z.union([agent, group]);
const authority = z.union([
  agent,
  group.refine((pair) => identifierCount(pair) === 0 && pair.member?.length === 2, says('authority-pair')),
]);

const verb = z.strictObject({ id: iri, display: languageMap.optional() });

const components = z
  .array(z.strictObject({ id: z.string(), description: languageMap.optional() }))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, says('component-id-distinct'))
  .optional();
const lists = {
  choices: components,
  scale: components,
  source: components,
  target: components,
  steps: components,
};
const definition = z
  .strictObject({
    name: languageMap.optional(),
    description: languageMap.optional(),
    type: iri.optional(),
    moreInfo: iri.optional(),
    extensions: extensions.optional(),
    interactionType: z.enum([...COMPONENT_LISTS.keys()]).optional(),
    correctResponsesPattern: z.array(z.string()).optional(),
    ...lists,
  })
  .refine(
    ({ interactionType, correctResponsesPattern, ...rest }) =>
      interactionType !== undefined ||
      (correctResponsesPattern === undefined && usedLists(rest).length === 0),
    says('interaction-type-required'),
  )
  .refine(
    ({ interactionType, ...rest }) =>
      interactionType === undefined ||
      usedLists(rest).every((list) => COMPONENT_LISTS.get(interactionType)?.includes(list)),
    says('component-list'),
  );
const activity = z.strictObject({
  objectType: z.literal('Activity').optional(),
  id: iri,
  definition: definition.optional(),
});

function usedLists(values: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(lists).filter((list) => values[list] !== undefined);
}

const statementRef = z.strictObject({ objectType: z.literal('StatementRef'), id: uuid });

const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1).optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max, says('score-min-max'))
  .refine(
    ({ raw, min = -Infinity, max = Infinity }) => raw === undefined || (raw >= min && raw <= max),
    says('score-raw'),
  );
const result = z.strictObject({
  score: score.optional(),
  success: z.boolean().optional(),
  completion: z.boolean().optional(),
  response: z.string().optional(),
  duration: text('duration-form', isDuration).optional(),
  extensions: extensions.optional(),
});

const contextActivity = z.union([activity, z.array(activity)]).optional();
const contextShape = {
  registration: uuid.optional(),
  instructor: actor.optional(),
  team: group.optional(),
  contextActivities: z
    .strictObject({
      parent: contextActivity,
      grouping: contextActivity,
      category: contextActivity,
      other: contextActivity,
    })
    .optional(),
  revision: z.string().optional(),
  platform: z.string().optional(),
  language: languageTag.optional(),
  statement: statementRef.optional(),
  extensions: extensions.optional(),
};
const relevantTypes = z.array(iri).min(1).optional();
const contexts = {
  '1.0': z.strictObject(contextShape),
  '2.0': z.strictObject({
    ...contextShape,
    contextAgents: z
      .array(z.strictObject({ objectType: z.literal('contextAgent'), agent, relevantTypes }))
      .optional(),
    contextGroups: z
      .array(z.strictObject({ objectType: z.literal('contextGroup'), group, relevantTypes }))
      .optional(),
  }),
};

const attachments = z
  .array(
    z.strictObject({
      usageType: iri,
      display: languageMap,
      description: languageMap.optional(),
      contentType: text('media-type', isMediaType),
      length: z.int().nonnegative(),
      sha2: text('attachment-sha2', isSha2),
      fileUrl: iri.optional(),
    }),
  )
  .optional();

const simpleObjects = [activity, agent.refine(saysAgent, says('object-type')), group, statementRef] as const;

function saysAgent(value: { objectType?: 'Agent' | undefined }): boolean {
  return value.objectType === 'Agent';
}

function schemaFor(rules: RuleSet) {
  const timestamp = text('timestamp-form', (value) => parseTimestamp(value, rules) !== null);
  const shape = {
    actor,
    verb,
    result: result.optional(),
    context: contexts[rules].optional(),
    timestamp: timestamp.optional(),
    attachments,
  };
  const subStatement = z
    .strictObject({ objectType: z.literal('SubStatement'), ...shape, object: z.union(simpleObjects) })
    .refine(contextFitsObject, says('context-activity-only'))
    .refine(voidsReference, says('voiding-object'));
  const statement = z
    .strictObject({
      id: uuid.optional(),
      ...shape,
      object: z.union([...simpleObjects, subStatement]),
      stored: timestamp.optional(),
      authority: authority.optional(),
      version: text('version-form', (value) => isStatementVersion(value, rules)).optional(),
    })
    .refine(contextFitsObject, says('context-activity-only'))
    .refine(voidsReference, says('voiding-object'));
  return { statement };
}

interface Relations {
  readonly verb: { readonly id: string };
  readonly object: { readonly objectType?: string | undefined };
  readonly context?: { readonly revision?: unknown; readonly platform?: unknown } | undefined;
}

function contextFitsObject({ object, context }: Relations): boolean {
  const { objectType = 'Activity' } = object;
  return objectType === 'Activity' || (context?.revision === undefined && context?.platform === undefined);
}

function voidsReference({ verb: { id }, object }: Relations): boolean {
  return id !== VOIDED || object.objectType === 'StatementRef';
}

const schemas = { '1.0': schemaFor('1.0'), '2.0': schemaFor('2.0') } as const;
