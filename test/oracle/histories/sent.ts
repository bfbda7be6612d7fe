import type { MomentOfDay } from './moments.ts';

/** An event of a history before it has an id: its time is one of the program's calendar, null: the sender gives none. */
export type Draft =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly at: MomentOfDay | null;
      readonly data: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'statement';
      readonly at: MomentOfDay | null;
      readonly body: Readonly<Record<string, unknown>>;
    };

export function event(type: string, at: MomentOfDay | null, data: Record<string, unknown>): Draft {
  return { kind: 'event', type: `plumbline.${type}`, at, data: without(data) };
}

export function statement(at: MomentOfDay | null, body: Record<string, unknown>): Draft {
  return { kind: 'statement', at, body: without(body) };
}

/** Members that are undefined, left out. */
export function without(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
