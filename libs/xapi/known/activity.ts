import { COMPONENT_NAMES } from '../statement/check-activity.ts';
import { isObject, type JsonObject } from '../statement/json-value.ts';

/** Language maps, whose languages are put together; of everything else the latest stands. */
const LANGUAGE_MAPS = ['name', 'description'] as const;

const OF_INTERACTION = new Set(['correctResponsesPattern', ...COMPONENT_NAMES]);

/**
 * The Activity as some statements describe it, later ones over earlier ones (xAPI 1.0.3 Communication 2.5). One that nobody
 * described has its id alone.
 * @param statements the oldest first
 */
export function activityOf(id: string, statements: readonly JsonObject[]): JsonObject {
  const definitions: JsonObject[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    if (!isObject(value)) return;
    if (value['id'] === id && isObject(value['definition'])) definitions.push(value['definition']);
    for (const member of [value['object'], value['context'], value['contextActivities']]) look(member);
    for (const kind of ['parent', 'grouping', 'category', 'other']) look(value[kind]);
  };
  for (const statement of statements) look(statement);
  if (definitions.length === 0) return { objectType: 'Activity', id };
  return { objectType: 'Activity', id, definition: definitions.reduce(described) };
}

function described(earlier: JsonObject, later: JsonObject): JsonObject {
  const maps = LANGUAGE_MAPS.flatMap((name) => {
    const [before, after] = [earlier[name], later[name]];
    return isObject(before) && isObject(after) ? [[name, { ...before, ...after }]] : [];
  });
  const { interactionType } = later;
  const isOther = interactionType !== undefined && interactionType !== earlier['interactionType'];
  const kept = isOther ? withoutInteraction(earlier) : earlier;
  return { ...kept, ...later, ...Object.fromEntries(maps) };
}

/** What belongs to one interactionType makes no valid definition with another. */
function withoutInteraction(definition: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(definition).filter(([name]) => !OF_INTERACTION.has(name)));
}
