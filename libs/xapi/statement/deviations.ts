import { checkStatement } from './check-statement.ts';
import { isUuid } from './formats.ts';
import { isObject, type JsonObject } from './json-value.ts';
import type { RuleId, RuleSet, Violation } from './rules.ts';

/** What widely used senders write that is not of the standard, and a lenient key may send. The ids are stable: findings name them. */
export type DeviationId = keyof typeof DEVIATIONS | typeof UNBROKEN_CONTENT;

/** A content of an attachment has no line break before the next boundary (RFC 2046 5.1.1); that it ends there is told by its hash. */
export const UNBROKEN_CONTENT = 'content-without-line-break';

interface Deviation {
  readonly rule: RuleId;
  /** where it may stand, as a pointer */
  readonly at: RegExp;
  /** whether a value there is what such senders write, and not something else that is wrong */
  readonly isMeant: (value: unknown) => boolean;
  /** for people: what is sent, and who sends it */
  readonly says: string;
}

export const DEVIATIONS = {
  'object-type-of-its-own': {
    rule: 'object-type',
    at: /^\/object\/objectType$/,
    isMeant: (value) => typeof value === 'string' && value !== '',
    says: 'The object has an objectType of its own where the standard has "Activity"; it is otherwise a valid Activity. No KPI counts it, as it is not said to be an Activity.',
  },
  'activity-id-bare-uuid': {
    rule: 'iri-form',
    at: /^\/object\/id$|^\/context\/contextActivities\/[a-z]+(?:\/\d+)?\/id$/,
    isMeant: (value) => typeof value === 'string' && isUuid(value),
    says: 'The id of an activity is a bare UUID, which is no IRI: urn:uuid: before it would make it one.',
  },
} as const satisfies Readonly<Record<string, Deviation>>;

const ALL = Object.entries(DEVIATIONS) as readonly (readonly [keyof typeof DEVIATIONS, Deviation])[];

/** What of a statement's violations a lenient key may send, and what is refused all the same. */
export interface Leniency {
  readonly deviations: readonly DeviationId[];
  readonly refused: readonly Violation[];
}

/**
 * Tells the documented deviations from everything else that is wrong. An object with a type of its own is held to what an Activity
 * is held to: nothing else is let through with it.
 */
export function leniently(statement: JsonObject, violations: readonly Violation[], rules: RuleSet): Leniency {
  const found = new Set<DeviationId>();
  const refused: Violation[] = [];
  for (const violation of violations) {
    const deviation = deviationOf(violation, statement);
    if (deviation === null) refused.push(violation);
    else found.add(deviation);
  }
  if (found.has('object-type-of-its-own') && isObject(statement['object'])) {
    const { objectType: _, ...object } = statement['object'];
    for (const violation of checkStatement({ ...statement, object }, rules)) {
      const deviation = deviationOf(violation, statement);
      if (deviation !== null) found.add(deviation);
      else if (!refused.some(({ pointer, rule }) => pointer === violation.pointer && rule === violation.rule))
        refused.push(violation);
    }
  }
  return { deviations: [...found].sort(), refused };
}

function deviationOf({ rule, pointer }: Violation, statement: JsonObject): DeviationId | null {
  const deviation = ALL.find(
    ([, own]) => own.rule === rule && own.at.test(pointer) && own.isMeant(valueAt(statement, pointer)),
  );
  return deviation?.[0] ?? null;
}

function valueAt(statement: JsonObject, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      statement,
    );
}
