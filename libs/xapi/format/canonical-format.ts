import { isObject, type JsonObject } from '../statement/json-value.ts';
import { COMPONENT_NAMES } from '../statement/check-activity.ts';
import { chooseLanguage } from './language.ts';

/** What the LRS holds to be true of activities and verbs, gathered from all statements. */
export interface CanonicalDefinitions {
  /** The definition of an activity, every language in it; undefined when none is known. */
  activity(id: string): JsonObject | undefined;
  /** The display of a verb, every language in it; undefined when none is known. */
  verb(id: string): JsonObject | undefined;
}

/**
 * `format=canonical` (xAPI 1.0.3 Communication 2.1.3): activities and verbs as the LRS knows them rather than as this
 * statement described them, and of each of their language maps only the entry that suits the reader best.
 * @param wanted language ranges, best first, as `parseAcceptLanguage` gives them.
 */
export function canonicalFormat(
  statement: JsonObject,
  known: CanonicalDefinitions,
  wanted: readonly string[],
): JsonObject {
  return new CanonicalView(known, wanted).statement(statement);
}

class CanonicalView {
  private readonly known: CanonicalDefinitions;
  private readonly wanted: readonly string[];

  constructor(known: CanonicalDefinitions, wanted: readonly string[]) {
    this.known = known;
    this.wanted = wanted;
  }

  statement(statement: JsonObject): JsonObject {
    const { verb, object, context } = statement;
    const view: Record<string, unknown> = { ...statement };
    if (isObject(verb)) view['verb'] = this.verb(verb);
    if (isObject(object)) view['object'] = this.object(object);
    if (isObject(context) && isObject(context['contextActivities'])) {
      const kinds = Object.entries(context['contextActivities']);
      const contextActivities = Object.fromEntries(
        kinds.map(([kind, list]) => [kind, this.activities(list)]),
      );
      view['context'] = { ...context, contextActivities };
    }
    return view;
  }

  private object(object: JsonObject): JsonObject {
    const type = object['objectType'];
    if (type === 'SubStatement') return this.statement(object);
    return type === undefined || type === 'Activity' ? this.activity(object) : object;
  }

  private activities(list: unknown): unknown {
    return Array.isArray(list) ? list.map((item) => (isObject(item) ? this.activity(item) : item)) : list;
  }

  private verb(verb: JsonObject): JsonObject {
    const display = this.known.verb(String(verb['id'])) ?? verb['display'];
    return isObject(display) ? { ...verb, display: this.oneLanguage(display) } : verb;
  }

  private activity(activity: JsonObject): JsonObject {
    const definition = this.known.activity(String(activity['id'])) ?? activity['definition'];
    if (!isObject(definition)) return activity;
    const view: Record<string, unknown> = { ...definition };
    for (const key of ['name', 'description']) {
      const map = definition[key];
      if (isObject(map)) view[key] = this.oneLanguage(map);
    }
    for (const list of COMPONENT_NAMES) {
      const components = definition[list];
      if (Array.isArray(components)) view[list] = components.map((component) => this.component(component));
    }
    return { ...activity, definition: view };
  }

  private component(component: unknown): unknown {
    if (!isObject(component) || !isObject(component['description'])) return component;
    return { ...component, description: this.oneLanguage(component['description']) };
  }

  private oneLanguage(map: JsonObject): JsonObject {
    const tag = chooseLanguage(Object.keys(map), this.wanted);
    return tag === null ? map : { [tag]: map[tag] };
  }
}
