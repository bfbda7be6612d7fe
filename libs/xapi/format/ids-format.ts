import { isObject, type JsonObject } from '../statement/json-value.ts';

/**
 * `format=ids` (xAPI 1.0.3 Communication 2.1.3): of agents, activities, verbs and groups only what identifies them.
 * A Group without an identifier keeps its members, each as little. Of actors objectType stays, where it was said.
 */
export function idsFormat(statement: JsonObject): JsonObject {
  const { actor, verb, object, context, authority } = statement;
  return {
    ...statement,
    ...part('actor', actor, actorIds),
    ...part('verb', verb, onlyId),
    ...part('object', object, objectIds),
    ...part('context', context, contextIds),
    ...part('authority', authority, actorIds),
  };
}

function part(key: string, value: unknown, ids: (value: JsonObject) => unknown): JsonObject {
  return isObject(value) ? { [key]: ids(value) } : {};
}

function objectIds(object: JsonObject): JsonObject {
  switch (object['objectType']) {
    case 'Agent':
    case 'Group':
      return actorIds(object);
    case 'SubStatement':
      return idsFormat(object);
    case 'StatementRef':
      return object;
    default:
      return onlyId(object);
  }
}

function onlyId({ id }: JsonObject): JsonObject {
  return { id };
}

const IDENTIFIERS = ['mbox', 'mbox_sha1sum', 'openid', 'account'];

function actorIds(actor: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  if (actor['objectType'] !== undefined) kept['objectType'] = actor['objectType'];
  const identifier = IDENTIFIERS.find((key) => actor[key] !== undefined);
  if (identifier !== undefined) kept[identifier] = actor[identifier];
  else if (Array.isArray(actor['member'])) kept['member'] = actor['member'].map(actorIds);
  return kept;
}

function contextIds(context: JsonObject): JsonObject {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  return {
    ...context,
    ...part('instructor', instructor, actorIds),
    ...part('team', team, actorIds),
    ...part('contextActivities', contextActivities, (kinds) =>
      Object.fromEntries(
        Object.entries(kinds).map(([kind, list]) => [kind, Array.isArray(list) ? list.map(onlyId) : list]),
      ),
    ),
    ...relations('contextAgents', contextAgents, 'agent'),
    ...relations('contextGroups', contextGroups, 'group'),
  };
}

function relations(key: string, list: unknown, role: 'agent' | 'group'): JsonObject {
  if (!Array.isArray(list)) return {};
  const relationIds = (relation: JsonObject): JsonObject =>
    Object.assign({}, relation, part(role, relation[role], actorIds));
  return { [key]: list.filter(isObject).map(relationIds) };
}
