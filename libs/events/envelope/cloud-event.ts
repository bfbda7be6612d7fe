import { hash } from 'node:crypto';
import { z } from 'zod';
import { withNearestNumbers, zodDetails, type Instant, type ProblemDetail } from '#platform';
import { catalogue } from '../catalogue.ts';
import { canonicalJson } from '../content/canonical-json.ts';
import { unsafeContent } from '../content/unsafe-content.ts';
import { bringToCurrent, type EventDefinition } from '../define-event.ts';
import { contextAttributesSchema, type ContextAttributes } from './cloud-event.schema.ts';
import { schemaUrn, versionOf } from './data-schema.ts';
import { identitiesIn } from './event-identities.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { nearNames } from './near-names.ts';
import { occurrence } from './occurrence.ts';

export interface ReadOptions {
  /** The time against which a time in the future is judged. */
  readonly now: Instant;
  /** The product itself writes: sources `urn:plumbline:…` and internal types are taken. */
  readonly internal?: boolean;
  /** The types that exist; the catalogue unless a test brings its own. */
  readonly types?: ReadonlyMap<string, EventDefinition>;
}

/** `id` and `type` stand beside the errors when they could be read. Pointers start at the event. */
export type ReadEvent =
  | { readonly ok: true; readonly event: IncomingEvent; readonly definition: EventDefinition }
  | {
      readonly ok: false;
      readonly errors: readonly ProblemDetail[];
      readonly id?: string;
      readonly type?: string;
    };

/** Sources under this prefix are the product's own. */
const RESERVED_SOURCE = 'urn:plumbline:';
/** CloudEvents attributes that do not make two sendings of an event differ, or have a place of their own in the hash. */
const NOT_EXTENSIONS = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'subject',
  'dataschema',
  'datacontenttype',
]);

/** Reads one CloudEvent of the structured JSON format, already parsed; tells every fault of it at once. */
export function readCloudEvent(value: unknown, options: ReadOptions): ReadEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, errors: [{ pointer: '', reason: 'An event must be a JSON object.' }] };
  }
  const unsafe = unsafeContent(value);
  if (unsafe.length > 0) return { ok: false, errors: unsafe, ...named(value) };
  const { data: sent, data_base64: binary, ...rest } = withoutNulls(value);
  // Numbers are judged as doubles and kept as sent.
  const data = withNearestNumbers(sent);
  const attributes = contextAttributesSchema.safeParse(withNearestNumbers(rest));
  const errors = attributes.success ? [] : zodDetails(attributes.error);
  if (binary !== undefined) {
    errors.push({ pointer: '/data_base64', reason: 'Binary data is not taken; send JSON in data.' });
  } else if (data === undefined) {
    errors.push({ pointer: '/data', reason: 'Every event of the catalogue has data, a JSON object.' });
  }
  refuseReserved(rest['source'], options, errors);
  const definition = definitionOf(rest['type'], options, errors);
  const version = definition && readVersion(rest['dataschema'], definition, errors);
  const current =
    definition && version && data !== undefined ? readData(definition, version, data, errors) : undefined;
  if (!attributes.success || !definition || !version || !current) {
    return { ok: false, errors, ...named(value) };
  }
  const when = occurrence(attributes.data.time, current, definition, options.now, errors);
  if (errors.length > 0) return { ok: false, errors, ...named(value) };
  return {
    ok: true,
    definition,
    event: compose(attributes.data, definition, version, { sent, current, occurredAt: when }),
  };
}

function compose(
  attributes: ContextAttributes,
  definition: EventDefinition,
  version: number,
  content: { sent: unknown; current: object; occurredAt: Instant | null },
): IncomingEvent {
  const { specversion: _, id, source, type, ...kept } = attributes;
  const subject = attributes.subject ?? definition.subject(content.current);
  const extensions = Object.entries(attributes).filter(([name]) => !NOT_EXTENSIONS.has(name));
  const program = 'program' in content.current ? content.current.program : undefined;
  return {
    source,
    id,
    type,
    version,
    subject,
    program: typeof program === 'string' ? program : '',
    occurredAt: content.occurredAt,
    identities: identitiesIn(content.current),
    data: JSON.stringify(content.sent),
    upcastData: version === definition.version ? '' : JSON.stringify(content.current),
    attributes: Object.keys(kept).length === 0 ? '' : JSON.stringify(kept),
    contentHash: hash(
      'sha256',
      canonicalJson({
        type,
        version,
        subject,
        time: attributes.time,
        data: content.sent,
        extensions: Object.fromEntries(extensions),
      }),
    ),
  };
}

function refuseReserved(source: unknown, options: ReadOptions, errors: ProblemDetail[]): void {
  if (options.internal || typeof source !== 'string') return;
  if (!source.toLowerCase().startsWith(RESERVED_SOURCE)) return;
  errors.push({
    pointer: '/source',
    reason: `Sources that begin with ${RESERVED_SOURCE} are the product's own.`,
  });
}

function definitionOf(
  type: unknown,
  options: ReadOptions,
  errors: ProblemDetail[],
): EventDefinition | undefined {
  if (typeof type !== 'string' || type === '') return undefined;
  const types = options.types ?? catalogue;
  const definition = types.get(type);
  if (!definition) {
    const near = nearNames(type, types.keys());
    const hint =
      near.length > 0 ? `Near names: ${near.join(', ')}.` : 'The types are listed in the documentation.';
    errors.push({ pointer: '/type', reason: `No such event type. ${hint}` });
    return undefined;
  }
  if (definition.internal && !options.internal) {
    errors.push({ pointer: '/type', reason: 'Events of this type are written by the product alone.' });
    return undefined;
  }
  return definition;
}

function readVersion(
  dataschema: unknown,
  definition: EventDefinition,
  errors: ProblemDetail[],
): number | undefined {
  if (dataschema !== undefined && typeof dataschema !== 'string') return undefined;
  const version = versionOf(dataschema, definition.type, definition.version);
  const known = version !== null && version <= definition.version;
  if (known) return version;
  const current = schemaUrn(definition.type, definition.version);
  errors.push({
    pointer: '/dataschema',
    reason: `Names no known version of this type; the current one is ${current}.`,
  });
  return undefined;
}

function readData(
  definition: EventDefinition,
  version: number,
  data: unknown,
  errors: ProblemDetail[],
): object | undefined {
  try {
    const brought = bringToCurrent(definition, version, data);
    const parsed = definition.data.safeParse(brought?.data);
    if (parsed.success) return parsed.data;
    errors.push(...zodDetails(parsed.error, ['data']));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    errors.push(...zodDetails(error, ['data']));
  }
  return undefined;
}

/** CloudEvents JSON format 1.0.2, section 2.2: an attribute that is null is an attribute that is not there. */
function withoutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => member !== null || name === 'data'),
  );
}

function named(value: object): { id?: string; type?: string } {
  return {
    ...('id' in value && typeof value.id === 'string' ? { id: value.id } : {}),
    ...('type' in value && typeof value.type === 'string' ? { type: value.type } : {}),
  };
}
