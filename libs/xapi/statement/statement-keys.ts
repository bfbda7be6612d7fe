import { canonicalActorAndMembers } from '../actor/canonical-actor.ts';
import { isObject, type JsonObject } from './json-value.ts';

/** By what a statement is found (xAPI 1.0.3 Communication 2.1.3). Lists hold each entry once. */
export interface StatementKeys {
  readonly verb: string;
  /** Lower case. */
  readonly registration: string | null;
  /** Canonical identities that `agent` matches: actor and object, and the members of either when it is a Group. */
  readonly agents: readonly string[];
  /** What `related_agents` adds to them: authority, instructor, team, context agents and groups, and the SubStatement's. */
  readonly relatedAgents: readonly string[];
  /** The ids that `activity` matches: the object when it is an Activity. */
  readonly activities: readonly string[];
  /** What `related_activities` adds to them: context activities, and those of the SubStatement. */
  readonly relatedActivities: readonly string[];
  /** The statement that its object refers to, in lower case: filters that match that one match this one too. */
  readonly refersTo: string | null;
}

/** The keys of a valid statement, its authority as the LRS set it. */
export function statementKeys(statement: JsonObject): StatementKeys {
  const { verb, object, context } = statement;
  const agents = new Set<string>();
  const relatedAgents = new Set<string>();
  const activities = new Set<string>();
  const relatedActivities = new Set<string>();
  addActor(agents, statement['actor']);
  addActor(relatedAgents, statement['authority']);
  let refersTo: string | null = null;
  if (isObject(object)) {
    const { id, objectType } = object;
    if (objectType === 'Agent' || objectType === 'Group') addActor(agents, object);
    else if (objectType === 'SubStatement') addSubStatement(relatedAgents, relatedActivities, object);
    else if (typeof id === 'string' && objectType === 'StatementRef') refersTo = id.toLowerCase();
    else if (typeof id === 'string') activities.add(id);
  }
  if (isObject(context)) addContext(relatedAgents, relatedActivities, context);
  const registration = isObject(context) ? context['registration'] : undefined;
  return {
    verb: isObject(verb) && typeof verb['id'] === 'string' ? verb['id'] : '',
    registration: typeof registration === 'string' ? registration.toLowerCase() : null,
    agents: [...agents],
    relatedAgents: [...relatedAgents],
    activities: [...activities],
    relatedActivities: [...relatedActivities],
    refersTo,
  };
}

function addSubStatement(agents: Set<string>, activities: Set<string>, inner: JsonObject): void {
  const { object, context } = inner;
  addActor(agents, inner['actor']);
  if (isObject(object)) {
    const { id, objectType } = object;
    if (objectType === 'Agent' || objectType === 'Group') addActor(agents, object);
    else if (typeof id === 'string' && objectType !== 'StatementRef') activities.add(id);
  }
  if (isObject(context)) addContext(agents, activities, context);
}

function addContext(agents: Set<string>, activities: Set<string>, context: JsonObject): void {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  addActor(agents, instructor);
  addActor(agents, team);
  if (Array.isArray(contextAgents)) for (const relation of contextAgents) addActor(agents, relation?.agent);
  if (Array.isArray(contextGroups)) for (const relation of contextGroups) addActor(agents, relation?.group);
  if (!isObject(contextActivities)) return;
  for (const kind in contextActivities) {
    const list = contextActivities[kind];
    for (const activity of Array.isArray(list) ? list : [list]) {
      if (isObject(activity) && typeof activity['id'] === 'string') activities.add(activity['id']);
    }
  }
}

function addActor(keys: Set<string>, actor: unknown): void {
  if (isObject(actor)) for (const key of canonicalActorAndMembers(actor)) keys.add(key);
}
