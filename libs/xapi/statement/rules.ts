import type { ProblemDetail } from '#platform';

/** Which text a statement is held against: xAPI 1.0.x or xAPI 2.0 (IEEE 9274.1.1-2023). */
export type RuleSet = '1.0' | '2.0';

interface Rule {
  /** The rule in one sentence, told to the sender. */
  readonly says: string;
  /** Section of xAPI 1.0.3, part two (Data). */
  readonly v1: string;
  /** Section of IEEE 9274.1.1, LRS part. */
  readonly v2: string;
}

/** Every rule that a statement can break. The ids are stable: findings and lenient keys name them. */
export const RULES = {
  'type-object': { says: 'Must be a JSON object.', v1: '2.2', v2: '4.2.1' },
  'type-array': { says: 'Must be a JSON array.', v1: '2.2', v2: '4.2.1' },
  'type-string': { says: 'Must be a string.', v1: '2.2', v2: '4.2.1' },
  'type-number': { says: 'Must be a number, not a string that holds one.', v1: '2.2', v2: '4.2.1' },
  'type-boolean': { says: 'Must be true or false, not a string that says so.', v1: '2.2', v2: '4.2.1' },
  'no-null': {
    says: 'null is allowed inside extensions only; leave the property out.',
    v1: '2.2',
    v2: '4.2.1',
  },
  'property-required': { says: 'This property is required.', v1: '2.4', v2: '4.2.1' },
  'property-unknown': {
    says: 'The standard has no such property here; names are case-sensitive, additions belong in extensions.',
    v1: '2.2',
    v2: '4.2.1',
  },
  'uuid-form': {
    says: 'Must be a UUID in its standard string form (8-4-4-4-12 hexadecimal digits).',
    v1: '4.4',
    v2: '4.2.7',
  },
  'iri-form': {
    says: 'Must be an IRI with a scheme and without spaces or characters that RFC 3987 excludes.',
    v1: '2.2',
    v2: '4.2.1',
  },
  'language-map': { says: 'Must be a language map: an object of strings.', v1: '4.2', v2: '4.2.7' },
  'language-tag': { says: 'Must be an RFC 5646 language tag such as en-US.', v1: '4.2', v2: '4.2.7' },
  'timestamp-form': {
    says: 'Must be a date and time with offset or Z (not -00:00) between the years 1900 and 2299, such as 2026-07-06T08:00:00Z.',
    v1: '4.5',
    v2: '4.2.7',
  },
  'duration-form': {
    says: 'Must be an ISO 8601 duration such as PT4H35M59.14S or P4W; weeks stand alone.',
    v1: '4.6',
    v2: '4.2.7',
  },
  'extensions-object': { says: 'Extensions must be an object with IRIs as keys.', v1: '4.1', v2: '4.2.7' },
  'extension-key': { says: 'The key of an extension must be an IRI.', v1: '4.1', v2: '4.2.7' },
  'actor-type': {
    says: 'The objectType of an actor is exactly "Agent" or "Group".',
    v1: '2.4.2',
    v2: '4.2.2.1',
  },
  'agent-type': { says: 'Only an Agent may stand here.', v1: '2.4.2.1', v2: '4.2.2.1' },
  'one-identifier': {
    says: 'Exactly one of mbox, mbox_sha1sum, openid and account identifies an actor.',
    v1: '2.4.2.3',
    v2: '4.2.2.1',
  },
  'anonymous-group-members': {
    says: 'A Group without an identifier must list at least one member.',
    v1: '2.4.2.2',
    v2: '4.2.2.1',
  },
  'member-agent': { says: 'The members of a Group are Agents, never Groups.', v1: '2.4.2.2', v2: '4.2.4.2' },
  'mbox-form': { says: 'Must have the form mailto:name@domain.', v1: '2.4.2.3', v2: '4.2.2.1' },
  'sha1-form': {
    says: 'Must be the SHA-1 of a mailto IRI as 40 hexadecimal digits.',
    v1: '2.4.2.3',
    v2: '4.2.2.1',
  },
  'object-type': {
    says: 'The objectType of an object is exactly "Activity", "Agent", "Group", "SubStatement" or "StatementRef".',
    v1: '2.4.4',
    v2: '4.2.2.3',
  },
  'activity-type': {
    says: 'Only an Activity may stand here: objectType "Activity" or none.',
    v1: '2.4.4.1',
    v2: '4.2.2.3',
  },
  'interaction-type': {
    says: 'interactionType is one of true-false, choice, fill-in, long-fill-in, matching, performance, sequencing, likert, numeric, other.',
    v1: '2.4.4.1',
    v2: '4.2.2.3',
  },
  'interaction-type-required': {
    says: 'An activity with correctResponsesPattern, choices, scale, source, target or steps needs an interactionType.',
    v1: '2.4.4.1',
    v2: '4.2.4.2',
  },
  'component-list': {
    says: 'This interactionType does not support this list of components.',
    v1: '2.4.4.1',
    v2: '4.2.2.3',
  },
  'component-id-distinct': {
    says: 'The ids within a list of interaction components must be distinct.',
    v1: '2.4.4.1',
    v2: '4.2.2.3',
  },
  'statement-ref': {
    says: 'A statement reference has the objectType "StatementRef" and the id of a statement.',
    v1: '2.4.4.3',
    v2: '4.2.2.3',
  },
  'sub-statement-nested': {
    says: 'A SubStatement cannot contain a SubStatement.',
    v1: '2.4.4.3',
    v2: '4.2.4.2',
  },
  'sub-statement-property': {
    says: 'A SubStatement has no id, stored, version or authority.',
    v1: '2.4.4.3',
    v2: '4.2.2.3',
  },
  'voiding-object': {
    says: 'A statement with the verb voided must have a StatementRef as its object.',
    v1: '2.3.2',
    v2: '4.2.5',
  },
  'score-scaled': { says: 'The scaled score lies between -1 and 1.', v1: '2.4.5.1', v2: '4.2.2.4' },
  'score-min-max': {
    says: 'The lowest possible score is less than the highest.',
    v1: '2.4.5.1',
    v2: '4.2.2.4',
  },
  'score-raw': { says: 'The raw score lies between min and max.', v1: '2.4.5.1', v2: '4.2.2.4' },
  'context-team': { says: 'A team is a Group.', v1: '2.4.6', v2: '4.2.2.5' },
  'context-activity-only': {
    says: 'revision and platform are allowed only when the object is an Activity.',
    v1: '2.4.6',
    v2: '4.2.2.5',
  },
  'context-agent': {
    says: 'An entry of contextAgents has the objectType "contextAgent" and an agent.',
    v1: '2.4.6',
    v2: '4.2.2.5',
  },
  'context-group': {
    says: 'An entry of contextGroups has the objectType "contextGroup" and a group.',
    v1: '2.4.6',
    v2: '4.2.2.5',
  },
  'relevant-types': {
    says: 'relevantTypes, when given, lists at least one IRI.',
    v1: '2.4.6',
    v2: '4.2.2.5',
  },
  'authority-pair': {
    says: 'An authority is an Agent, or a Group without an identifier of exactly two Agents.',
    v1: '2.4.9',
    v2: '4.2.4.2',
  },
  'version-form': {
    says: 'version is one this request speaks: 1.0 or 1.0.x, and under xAPI 2.0 also 2.0 or 2.0.x.',
    v1: '2.4.10',
    v2: '4.2.4.3',
  },
  'media-type': { says: 'Must be an Internet media type such as text/plain.', v1: '2.4.11', v2: '4.2.2.6' },
  'attachment-length': {
    says: 'Must be the size in octets, a whole number.',
    v1: '2.4.11',
    v2: '4.2.2.6',
  },
  'attachment-sha2': {
    says: 'Must be a SHA-2 digest (224 to 512 bits) in hexadecimal digits.',
    v1: '2.4.11',
    v2: '4.2.2.6',
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;

/** One broken rule: `pointer` into the statement, `rule` for programs, `reason` and `clause` for people. */
export interface Violation extends ProblemDetail {
  readonly rule: RuleId;
  readonly clause: string;
}

/** The place in the standard that a rule comes from. */
export function clauseOf(rule: RuleId, rules: RuleSet): string {
  return rules === '1.0' ? `xAPI 1.0.3 Data ${RULES[rule].v1}` : `IEEE 9274.1.1 ${RULES[rule].v2}`;
}
