import { isObject } from './json-value.ts';

/** Ids of the context activities of one kind. One may stand without its array (xAPI 1.0.3 Data 2.4.6.2). */
export function activityIds(activities: unknown): string[] {
  if (activities === undefined) return [];
  const list: readonly unknown[] = Array.isArray(activities) ? activities : [activities];
  return list.flatMap((activity) =>
    isObject(activity) && typeof activity['id'] === 'string' ? [activity['id']] : [],
  );
}
