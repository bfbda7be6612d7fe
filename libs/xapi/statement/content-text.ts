import { canonicalJson, canonicalMailbox } from '#events';
import { isObject, type JsonObject } from './json-value.ts';
import type { RuleSet } from './rules.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * The content of a valid statement as one string, the same for two statements exactly when one is an equal re-send of
 * the other. Canonical JSON in the manner of RFC 8785 of what the standard compares (xAPI 1.0.3 Data 2.3.1,
 * IEEE 9274.1.1 4.2):
 * - left out: what the LRS assigns (id, stored, authority, version), and verb displays and activity definitions, which
 *   describe the verb and the activity and are no part of the statement;
 * - without order: members of a group and context activities, one of which may stand without its array;
 * - by meaning: timestamps as moments, UUIDs, hashes and mail domains without case, durations to 0.01 seconds.
 * A timestamp counts when the sender set it: the same id with another one is other content. So do the headers of
 * attachments, since an answer of "stored" for an attachment that is not would lose it.
 * Known keys are written in order by hand: sorting them costs as much as everything else together.
 */
export function contentText(statement: JsonObject, rules: RuleSet): string {
  const { actor, attachments, context, object, objectType, result, timestamp, verb } = statement;
  return members(
    'actor',
    optional(actor, actorText),
    'attachments',
    optional(attachments, canonicalJson),
    'context',
    optional(context, contextText),
    'object',
    isObject(object) ? objectOfText(object, rules) : undefined,
    'objectType',
    optional(objectType, canonicalJson),
    'result',
    optional(result, resultText),
    'timestamp',
    typeof timestamp === 'string' ? `"${parseTimestamp(timestamp, rules) ?? timestamp}"` : undefined,
    'verb',
    optional(verb, identifiedText),
  );
}

function optional(value: unknown, text: (value: JsonObject) => string): string | undefined {
  if (value === undefined) return undefined;
  return isObject(value) ? text(value) : canonicalJson(value);
}

function objectOfText(object: JsonObject, rules: RuleSet): string {
  switch (object['objectType']) {
    case 'Agent':
    case 'Group':
      return actorText(object);
    case 'StatementRef':
      return referenceText(object);
    case 'SubStatement':
      return contentText(object, rules);
    default:
      return identifiedText(object);
  }
}

/** A verb or an activity: its id, and the objectType where it is said. */
function identifiedText({ id, objectType }: JsonObject): string {
  return members('id', canonicalJson(id), 'objectType', optional(objectType, canonicalJson));
}

function referenceText({ id, objectType }: JsonObject): string {
  return members('id', uuidText(id), 'objectType', optional(objectType, canonicalJson));
}

function actorText(actor: JsonObject): string {
  const { account, mbox, mbox_sha1sum: sha1, member, name, objectType, openid } = actor;
  return members(
    'account',
    optional(account, canonicalJson),
    'mbox',
    typeof mbox === 'string' ? canonicalJson(canonicalMailbox(mbox)) : undefined,
    'mbox_sha1sum',
    typeof sha1 === 'string' ? `"${sha1.toLowerCase()}"` : undefined,
    'member',
    Array.isArray(member) ? unordered(member, actorText) : undefined,
    'name',
    optional(name, canonicalJson),
    'objectType',
    optional(objectType, canonicalJson),
    'openid',
    optional(openid, canonicalJson),
  );
}

function contextText(context: JsonObject): string {
  const { contextActivities, contextAgents, contextGroups, extensions, instructor } = context;
  const { language, platform, registration, revision, statement, team } = context;
  return members(
    'contextActivities',
    optional(contextActivities, contextActivitiesText),
    'contextAgents',
    Array.isArray(contextAgents) ? relationsText(contextAgents) : undefined,
    'contextGroups',
    Array.isArray(contextGroups) ? relationsText(contextGroups) : undefined,
    'extensions',
    optional(extensions, canonicalJson),
    'instructor',
    optional(instructor, actorText),
    'language',
    optional(language, canonicalJson),
    'platform',
    optional(platform, canonicalJson),
    'registration',
    registration === undefined ? undefined : uuidText(registration),
    'revision',
    optional(revision, canonicalJson),
    'statement',
    optional(statement, referenceText),
    'team',
    optional(team, actorText),
  );
}

function contextActivitiesText({ category, grouping, other, parent }: JsonObject): string {
  return members(
    'category',
    activityListText(category),
    'grouping',
    activityListText(grouping),
    'other',
    activityListText(other),
    'parent',
    activityListText(parent),
  );
}

function activityListText(activities: unknown): string | undefined {
  if (activities === undefined) return undefined;
  return unordered(Array.isArray(activities) ? activities : [activities], identifiedText);
}

/** contextAgents and contextGroups, in their order: the standard does not call these lists unordered. */
function relationsText(relations: readonly unknown[]): string {
  const texts = relations.map((relation) => {
    const { agent, group, objectType, relevantTypes } = isObject(relation) ? relation : {};
    return members(
      'agent',
      optional(agent, actorText),
      'group',
      optional(group, actorText),
      'objectType',
      optional(objectType, canonicalJson),
      'relevantTypes',
      optional(relevantTypes, canonicalJson),
    );
  });
  return `[${texts.join(',')}]`;
}

function resultText(result: JsonObject): string {
  const { completion, duration, extensions, response, score, success } = result;
  return members(
    'completion',
    optional(completion, canonicalJson),
    'duration',
    typeof duration === 'string' ? `"${toHundredths(duration)}"` : undefined,
    'extensions',
    optional(extensions, canonicalJson),
    'response',
    optional(response, canonicalJson),
    'score',
    optional(score, canonicalJson),
    'success',
    optional(success, canonicalJson),
  );
}

/** xAPI 1.0.3 Data 4.6, IEEE 9274.1.1 4.2.7: precision beyond 0.01 seconds is no part of a comparison. */
function toHundredths(duration: string): string {
  return duration.replace(/([.,]\d\d)\d+S$/, '$1S');
}

function uuidText(id: unknown): string {
  return typeof id === 'string' ? `"${id.toLowerCase()}"` : canonicalJson(id);
}

function unordered(list: readonly unknown[], text: (value: JsonObject) => string): string {
  const texts = list.map((value) => (isObject(value) ? text(value) : canonicalJson(value)));
  if (texts.length > 1) texts.sort();
  return `[${texts.join(',')}]`;
}

/**
 * An object of texts: key and text in turn, in key order, with keys that need no escaping. Members without a text are
 * left out. Flat arguments, because a pair for each member took a third of the time of a statement's content text.
 */
function members(...keysAndTexts: readonly (string | undefined)[]): string {
  let text = '';
  for (let at = 1; at < keysAndTexts.length; at += 2) {
    const member = keysAndTexts[at];
    if (member !== undefined) text += `${text === '' ? '"' : ',"'}${keysAndTexts[at - 1]}":${member}`;
  }
  return `{${text}}`;
}
