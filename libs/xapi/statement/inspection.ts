import { jsonPointer } from '#platform';
import { isIri, isLanguageTag, isUuid } from './formats.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { clauseOf, type RuleId, RULES, type RuleSet, type Violation } from './rules.ts';
import { parseTimestamp } from './timestamp.ts';

/**
 * One walk through one statement: where the walk stands, and what it found. Pointers are put together only when a
 * rule is broken, so that a valid statement costs no strings.
 */
export class Inspection {
  readonly violations: Violation[] = [];
  private readonly path: PropertyKey[] = [];

  constructor(readonly rules: RuleSet) {}

  enter(key: PropertyKey): void {
    this.path.push(key);
  }

  leave(): void {
    this.path.pop();
  }

  /** A rule is broken at a property of the current place, or at the place itself without a key. */
  report(rule: RuleId, key?: PropertyKey, reason?: string): void {
    this.violations.push({
      pointer: jsonPointer(key === undefined ? this.path : [...this.path, key]),
      reason: reason ?? RULES[rule].says,
      rule,
      clause: clauseOf(rule, this.rules),
    });
  }

  /** null breaks its own rule wherever it stands, whatever was wanted. */
  refuse(value: unknown, rule: RuleId, key?: PropertyKey): void {
    this.report(value === null ? 'no-null' : rule, key);
  }

  required(owner: JsonObject, key: string): void {
    if (owner[key] === undefined) {
      this.report('property-required', key, `The property "${key}" is required.`);
    }
  }

  unknown(value: unknown, key: string): void {
    this.report('property-unknown', key);
    if (value === null) this.report('no-null', key);
  }

  object(value: unknown, key: PropertyKey, rule: RuleId = 'type-object'): value is JsonObject {
    if (isObject(value)) return true;
    this.refuse(value, rule, key);
    return false;
  }

  array(value: unknown, key: PropertyKey): value is readonly unknown[] {
    if (Array.isArray(value)) return true;
    this.refuse(value, 'type-array', key);
    return false;
  }

  string(value: unknown, key: PropertyKey): void {
    if (typeof value !== 'string') this.refuse(value, 'type-string', key);
  }

  boolean(value: unknown, key: PropertyKey): void {
    if (typeof value !== 'boolean') this.refuse(value, 'type-boolean', key);
  }

  /** A string of a format; anything else breaks the format's rule. */
  formatted(value: unknown, key: PropertyKey, rule: RuleId, matches: (text: string) => boolean): void {
    if (typeof value !== 'string' || !matches(value)) this.refuse(value, rule, key);
  }

  iri(value: unknown, key: PropertyKey): void {
    if (typeof value !== 'string' || !isIri(value)) this.refuse(value, 'iri-form', key);
  }

  uuid(value: unknown, key: PropertyKey): void {
    if (typeof value !== 'string' || !isUuid(value)) this.refuse(value, 'uuid-form', key);
  }

  timestamp(value: unknown, key: PropertyKey): void {
    if (typeof value !== 'string' || parseTimestamp(value, this.rules) === null) {
      this.refuse(value, 'timestamp-form', key);
    }
  }

  languageMap(value: unknown, key: PropertyKey): void {
    if (!this.object(value, key, 'language-map')) return;
    for (const tag in value) {
      const text = value[tag];
      const validTag = isLanguageTag(tag);
      if (validTag && typeof text === 'string') continue;
      this.enter(key);
      if (!validTag) this.report('language-tag', tag);
      if (typeof text !== 'string') this.refuse(text, 'type-string', tag);
      this.leave();
    }
  }

  /** Keys are IRIs; values are never looked into (xAPI 1.0.3 Data 4.1, IEEE 9274.1.1 4.2.7). */
  extensions(value: unknown, key: PropertyKey): void {
    if (!this.object(value, key, 'extensions-object')) return;
    for (const iri in value) {
      if (isIri(iri)) continue;
      this.enter(key);
      this.report('extension-key', iri);
      this.leave();
    }
  }
}
