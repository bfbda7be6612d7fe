import type { StatementColumns } from '#event-log';
import { numberOf } from '#platform';
import { isOfCmi5 } from '../cmi5/cmi5-terms.ts';
import { activityIds } from '../statement/activity-ids.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';
import type { StatementKeys } from '../statement/statement-keys.ts';

/** A valid statement as the typed columns of the log. */
export function statementColumns(statement: JsonObject, keys: StatementKeys): StatementColumns {
  const { object, result, context } = statement;
  const { contextActivities } = isObject(context) ? context : {};
  const { grouping, category } = isObject(contextActivities) ? contextActivities : {};
  const { completion, success, score } = isObject(result) ? result : {};
  const { scaled, raw, min, max } = isObject(score) ? score : {};
  return {
    verb: keys.verb,
    objectType: objectTypeOf(object),
    objectId: keys.activities[0] ?? keys.refersTo ?? '',
    registration: keys.registration ?? '',
    relatedActivities: [...new Set([...keys.activities, ...keys.relatedActivities])],
    grouping: activityIds(grouping),
    cmi5: isOfCmi5(category),
    completion: booleanOrNull(completion),
    success: booleanOrNull(success),
    scaled: numberOf(scaled) ?? null,
    raw: numberOf(raw) ?? null,
    min: numberOf(min) ?? null,
    max: numberOf(max) ?? null,
  };
}

function objectTypeOf(object: unknown): string {
  const type = isObject(object) ? object['objectType'] : undefined;
  return typeof type === 'string' ? type : 'Activity';
}

function booleanOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
