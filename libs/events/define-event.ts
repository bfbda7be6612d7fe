import type { z } from 'zod';

/** Turns data of an older version into data of the next one; throws z.ZodError when the old data is malformed. */
export type Upcast = (old: unknown) => unknown;

/** One type of event: its name, the shape of its data, and how older shapes are read. */
export interface EventDefinition<Type extends string = string, Data extends object = object> {
  /** `plumbline.<noun>.<past participle>` */
  readonly type: Type;
  /** Version of the data's shape, from 1; a sender names it by `dataschema`. */
  readonly version: number;
  /** One sentence: what an event of this type says. */
  readonly summary: string;
  readonly data: z.ZodType<Data>;
  /** By the version they start from; each leads to the next version. */
  readonly upcasts: Readonly<Record<number, Upcast>>;
  /** Data that is valid, for documentation and tests. */
  readonly example: Data;
  /** What the event is about: the CloudEvents `subject` when the sender gives none. */
  subject(data: Data): string;
  /** Only a key with the scope `admin` may send it. */
  readonly adminOnly: boolean;
  /** Written by the product alone; refused at `/v1/events`. */
  readonly internal: boolean;
  /** It names a day that is set in advance, so its time may lie ahead of the clock. */
  readonly scheduled: boolean;
}

export interface EventInit<Type extends string, Data extends object> {
  readonly type: Type;
  readonly version: number;
  readonly summary: string;
  readonly data: z.ZodType<Data>;
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  readonly example: Data;
  subject(data: Data): string;
  readonly adminOnly?: boolean;
  readonly internal?: boolean;
  readonly scheduled?: boolean;
}

/** Makes an event type; throws when its example is invalid or an older version has no upcast. */
export function defineEvent<Type extends string, Data extends object>(
  init: EventInit<Type, Data>,
): EventDefinition<Type, Data> {
  init.data.parse(init.example);
  for (let version = 1; version < init.version; version += 1) {
    if (!init.upcasts?.[version]) throw new Error(`${init.type} has no upcast from version ${version}.`);
  }
  return {
    ...init,
    upcasts: init.upcasts ?? {},
    subject: (data) => init.subject(data),
    adminOnly: init.adminOnly ?? false,
    internal: init.internal ?? false,
    scheduled: init.scheduled ?? false,
  };
}

/** An upcast whose old data is checked against the shape that it had. */
export function upcastFrom<Old>(old: z.ZodType<Old>, toNext: (data: Old) => unknown): Upcast {
  return (data) => toNext(old.parse(data));
}

/** Data of `from` as the current version has it; not yet validated. Null when no upcast leads there. */
export function bringToCurrent(
  definition: EventDefinition,
  from: number,
  data: unknown,
): { readonly data: unknown } | null {
  if (from > definition.version) return null;
  let current = data;
  for (let version = from; version < definition.version; version += 1) {
    const upcast = definition.upcasts[version];
    if (!upcast) return null;
    current = upcast(current);
  }
  return { data: current };
}
