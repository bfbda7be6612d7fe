import type { Inspection } from './inspection.ts';
import type { JsonObject } from './json-value.ts';

/** Which lists of components each interactionType supports (xAPI 1.0.3 Data 2.4.4.1, Interaction Components). */
export const COMPONENT_LISTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['true-false', []],
  ['choice', ['choices']],
  ['fill-in', []],
  ['long-fill-in', []],
  ['matching', ['source', 'target']],
  ['performance', ['steps']],
  ['sequencing', ['choices']],
  ['likert', ['scale']],
  ['numeric', []],
  ['other', []],
]);

/** Every list of components, whichever the interactionType. */
export const COMPONENT_NAMES: readonly string[] = [...new Set([...COMPONENT_LISTS.values()].flat())];

/** An Activity where nothing else may stand. */
export function checkActivity(inspection: Inspection, value: unknown, key: PropertyKey): void {
  if (!inspection.object(value, key)) return;
  inspection.enter(key);
  const type = value['objectType'];
  if (type !== undefined && type !== 'Activity') inspection.refuse(type, 'activity-type', 'objectType');
  checkActivityProperties(inspection, value);
  inspection.leave();
}

/** Properties of an Activity; the walk stands on it. */
export function checkActivityProperties(inspection: Inspection, activity: JsonObject): void {
  for (const key in activity) {
    const value = activity[key];
    if (key === 'id') inspection.iri(value, key);
    else if (key === 'definition') checkDefinition(inspection, value);
    else if (key !== 'objectType') inspection.unknown(value, key);
  }
  inspection.required(activity, 'id');
}

function checkDefinition(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'definition')) return;
  inspection.enter('definition');
  const type = value['interactionType'];
  const lists = typeof type === 'string' ? COMPONENT_LISTS.get(type) : undefined;
  let interactive = false;
  for (const key in value) {
    const property = value[key];
    switch (key) {
      case 'name':
      case 'description':
        inspection.languageMap(property, key);
        break;
      case 'type':
      case 'moreInfo':
        inspection.iri(property, key);
        break;
      case 'extensions':
        inspection.extensions(property, key);
        break;
      case 'interactionType':
        if (!lists) inspection.refuse(property, 'interaction-type', key);
        break;
      case 'correctResponsesPattern':
        interactive = true;
        checkPatterns(inspection, property);
        break;
      case 'choices':
      case 'scale':
      case 'source':
      case 'target':
      case 'steps':
        interactive = true;
        if (lists && !lists.includes(key)) inspection.report('component-list', key);
        checkComponents(inspection, property, key);
        break;
      default:
        inspection.unknown(property, key);
    }
  }
  if (interactive && type === undefined) inspection.report('interaction-type-required');
  inspection.leave();
}

function checkPatterns(inspection: Inspection, value: unknown): void {
  if (!inspection.array(value, 'correctResponsesPattern')) return;
  inspection.enter('correctResponsesPattern');
  for (let index = 0; index < value.length; index++) inspection.string(value[index], index);
  inspection.leave();
}

function checkComponents(inspection: Inspection, value: unknown, list: string): void {
  if (!inspection.array(value, list)) return;
  inspection.enter(list);
  const ids = new Set<string>();
  for (let index = 0; index < value.length; index++) {
    const component: unknown = value[index];
    if (!inspection.object(component, index)) continue;
    inspection.enter(index);
    const id = component['id'];
    for (const key in component) {
      if (key === 'id') inspection.string(id, key);
      else if (key === 'description') inspection.languageMap(component[key], key);
      else inspection.unknown(component[key], key);
    }
    inspection.required(component, 'id');
    if (typeof id === 'string') {
      if (ids.has(id)) inspection.report('component-id-distinct', 'id');
      ids.add(id);
    }
    inspection.leave();
  }
  inspection.leave();
}
