import type { EventDefinition, IncomingEvent } from '#events';

/** The data of a checked event in the current version of its type. */
export function currentData<Type extends string, Data extends object>(
  definition: EventDefinition<Type, Data>,
  event: IncomingEvent,
): Data {
  return definition.data.parse(JSON.parse(event.upcastData === '' ? event.data : event.upcastData));
}
