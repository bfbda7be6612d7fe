import { checkActivity } from './check-activity.ts';
import { checkActor, checkAgent, checkGroup } from './check-actor.ts';
import { isIri, isLanguageTag } from './formats.ts';
import type { Inspection } from './inspection.ts';
import type { JsonObject } from './json-value.ts';

/** @param aboutActivity whether the object of the statement is an Activity. */
export function checkContext(inspection: Inspection, value: unknown, aboutActivity: boolean): void {
  if (!inspection.object(value, 'context')) return;
  inspection.enter('context');
  for (const key in value) {
    const property = value[key];
    switch (key) {
      case 'registration':
        inspection.uuid(property, key);
        break;
      case 'instructor':
        checkActor(inspection, property, key);
        break;
      case 'team':
        checkGroup(inspection, property, key);
        break;
      case 'contextActivities':
        checkContextActivities(inspection, property);
        break;
      case 'revision':
      case 'platform':
        inspection.string(property, key);
        if (!aboutActivity) inspection.report('context-activity-only', key);
        break;
      case 'language':
        inspection.formatted(property, key, 'language-tag', isLanguageTag);
        break;
      case 'statement':
        checkStatementRef(inspection, property, key);
        break;
      case 'extensions':
        inspection.extensions(property, key);
        break;
      case 'contextAgents':
      case 'contextGroups':
        if (inspection.rules === '2.0') checkRelations(inspection, property, key);
        else inspection.unknown(property, key);
        break;
      default:
        inspection.unknown(property, key);
    }
  }
  inspection.leave();
}

export function checkStatementRef(inspection: Inspection, value: unknown, key: PropertyKey): void {
  if (!inspection.object(value, key)) return;
  inspection.enter(key);
  if (value['objectType'] !== 'StatementRef')
    inspection.refuse(value['objectType'], 'statement-ref', 'objectType');
  checkStatementRefProperties(inspection, value);
  inspection.leave();
}

/** Properties of a StatementRef; the walk stands on it. */
export function checkStatementRefProperties(inspection: Inspection, reference: JsonObject): void {
  for (const key in reference) {
    if (key === 'id') inspection.uuid(reference[key], key);
    else if (key !== 'objectType') inspection.unknown(reference[key], key);
  }
  inspection.required(reference, 'id');
}

function checkContextActivities(inspection: Inspection, value: unknown): void {
  if (!inspection.object(value, 'contextActivities')) return;
  inspection.enter('contextActivities');
  for (const key in value) {
    const activities = value[key];
    if (key !== 'parent' && key !== 'grouping' && key !== 'category' && key !== 'other') {
      inspection.unknown(activities, key);
    } else if (Array.isArray(activities)) {
      inspection.enter(key);
      for (let index = 0; index < activities.length; index++)
        checkActivity(inspection, activities[index], index);
      inspection.leave();
    } else {
      checkActivity(inspection, activities, key);
    }
  }
  inspection.leave();
}

/** IEEE 9274.1.1 4.2.2.5: agents and groups in a relation to the statement that the relevant types name. */
function checkRelations(
  inspection: Inspection,
  value: unknown,
  list: 'contextAgents' | 'contextGroups',
): void {
  if (!inspection.array(value, list)) return;
  const [type, role, rule] =
    list === 'contextAgents'
      ? (['contextAgent', 'agent', 'context-agent'] as const)
      : (['contextGroup', 'group', 'context-group'] as const);
  inspection.enter(list);
  for (let index = 0; index < value.length; index++) {
    const relation: unknown = value[index];
    if (!inspection.object(relation, index)) continue;
    inspection.enter(index);
    if (relation['objectType'] !== type) inspection.refuse(relation['objectType'], rule, 'objectType');
    for (const key in relation) {
      const property = relation[key];
      if (key === role) {
        if (role === 'agent') checkAgent(inspection, property, key);
        else checkGroup(inspection, property, key);
      } else if (key === 'relevantTypes') checkRelevantTypes(inspection, property);
      else if (key !== 'objectType') inspection.unknown(property, key);
    }
    inspection.required(relation, role);
    inspection.leave();
  }
  inspection.leave();
}

function checkRelevantTypes(inspection: Inspection, value: unknown): void {
  if (!inspection.array(value, 'relevantTypes')) return;
  if (value.length === 0) inspection.report('relevant-types', 'relevantTypes');
  inspection.enter('relevantTypes');
  for (let index = 0; index < value.length; index++) {
    inspection.formatted(value[index], index, 'iri-form', isIri);
  }
  inspection.leave();
}
