import * as fc from 'fast-check';
import { arbitraryStatements, placesIn, type Json, type JsonRecord } from './arbitrary-statements.ts';

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

/** JSON texts, and texts that look like JSON, which no value of a program holds: each stands for a value. */
const RAW_VALUES: readonly string[] = [
  '1e400', '-1e400', '1e-400', '-0', '-0.0', '1E+2', '1e02', '9007199254740993', '0.1000000000000000055511151231257827',
  '123456789012345678901234567890', `1${'0'.repeat(400)}`, '01', '+1', '1.', '.5', '0x10', 'NaN', 'Infinity', 'undefined',
  String.raw`"\ud800"`, String.raw`"\udc00\ud800"`, String.raw`"\ud83d\ude00"`, String.raw`"\u0000"`, String.raw`"a\u0000b"`,
  String.raw`"\uffff"`, String.raw`"\ufeff"`, String.raw`"\x41"`, String.raw`"\u12"`, '"\u0001"', '"\t"', '"\ufeff"', '"\u2028\u2029"',
  '"\u202e\u0301e\u0301"', '"😀"', '"\u{10ffff}"', "'x'", '"', '""', `"${'x'.repeat(70_000)}"`,
  nested(60), nested(99), nested(101), nested(5000), `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, nested(3, '{"a":[', ']}'),
  '{"a":1,"a":1}', String.raw`{"a":1,"\u0061":2}`, '{"A":1,"a":2}', '{"":1}', '{"id":"https://a.example","id":"https://b.example"}',
  '{"__proto__":1}', '{"constructor":{"prototype":1}}', '{"constructor":1}', '{"toString":1,"hasOwnProperty":2}', '{"toJSON":1}', '{"length":1}',
  '[,]', '[1,]', '{"a":1,}', '{a:1}', '/* */1', '1 // x', '',
]; // prettier-ignore

/** Values of the right kind that one format or another must refuse, or take. */
const ODD_TEXTS: readonly string[] = [
  '2026-13-01T00:00:00Z', '2026-07-06T24:00:00Z', '2026-07-06T23:59:60Z', '2026-07-06 08:00:00Z', '2026-W28-1T08:00:00Z', '20260706T08Z',
  '2026-07-06T08:00:00+14:01', '2026-07-06T08:00:00+99:99', '2026-07-06T08:00:00.123456789123456789Z', '2299-12-31T23:59:59.999999999Z',
  '1900-01-01T00:00:00+14:00', '2026-07-06T08:00Z', '٢٠٢٦-07-06T08:00:00Z',
  'P', 'PT', 'P1', 'P1W2D', 'P-1D', '-P1D', 'PT1.5.5S', 'P1.5Y1M', `P${'9'.repeat(400)}D`, 'PT0.000000000000000001S', 'p1d',
  'e', 'en-', '-en', 'en--US', 'en-US-US', 'i-default', 'a-DE', 'x', `en-${'abcdefgh-'.repeat(40)}x`, 'de-419-DE', 'ẽn', 'en\u0000',
  'http://', 'http:///', '://x', 'a:', 'https://exa mple.org', 'https://example.org/\u0000', 'https://[::1', 'https://ex.org/%', 'https://ex.org/{x}',
  'https://例え.テスト/é', `https://example.org/${'x'.repeat(20_000)}`, 'javascript:alert(1)', 'HTTPS://EXAMPLE.ORG/', 'urn:x:\ud83d\ude00',
  'mailto:', 'mailto:@', 'mailto:a@b@c', 'mailto:ä@例え.テスト', 'mailto:a@b\n', 'mailto:"a b"@c.example', `mailto:${'a'.repeat(5000)}@b.example`,
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{6ba7b810-9dad-11d1-80b4-00c04fd430c8}', '6ba7b810-9dad-11d1-80b4-00c04fd430c8\n',
  "'; DROP TABLE events; --", '{tenant:String}', '%s%n', String.raw`\N`, '\\', "\\'", '\r\n', '../../etc/passwd', '${7*7}', '<script>',
]; // prettier-ignore

const KEYS: readonly string[] = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'valueOf', 'then', '', ' ', '\u0000', '0', '-1', 'length',
  'Id', 'ID', 'id ', 'ıd', 'verb', 'stored', 'https://example.org/é', '\ud83d\ude00', 'x'.repeat(3000), '/', '~', '~1', '*',
]; // prettier-ignore

type Change =
  | { readonly what: 'raw'; readonly place: number; readonly text: string }
  | { readonly what: 'key'; readonly place: number; readonly key: string }
  | { readonly what: 'again'; readonly place: number; readonly text: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    what: fc.constant('raw' as const),
    place: fc.nat(),
    text: fc.oneof(
      fc.constantFrom(...RAW_VALUES),
      fc.constantFrom(...ODD_TEXTS).map((text) => JSON.stringify(text)),
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
    ),
  }),
  fc.record({ what: fc.constant('key' as const), place: fc.nat(), key: fc.constantFrom(...KEYS) }),
  fc.record({
    what: fc.constant('again' as const),
    place: fc.nat(),
    text: fc.constantFrom('1', '{}', 'null'),
  }),
);

/** One edit of the text itself, as a broken sender or line makes it. */
const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat({ max: 3 }),
  insert: fc.constantFrom('', '', '"', '{', '}', '[', ',', ':', '\\', '\u0000', '0', 'e', ' ', '\ufeff', 'é'),
});

/** Texts that were valid statements before they were changed at places of theirs, or as text; some still are. */
export function statementTexts(rules: '1.0' | '2.0'): fc.Arbitrary<string> {
  return fc
    .tuple(
      arbitraryStatements(rules),
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.array(edit, { maxLength: 1 }),
      fc.nat({ max: 4 }),
    )
    .map(([statement, changes, edits, chance]) => {
      const text = changedText(statement, changes);
      return chance > 0 ? text : edits.reduce(edited, text);
    });
}

function changedText(statement: JsonRecord, changes: readonly Change[]): string {
  const copy = structuredClone(statement);
  const raws = new Map<string, string>();
  for (const [index, asked] of changes.entries()) {
    const places = placesIn(copy);
    const [owner, at] = places[asked.place % places.length] ?? [copy, 'actor'];
    const mark = `@raw${index}@`;
    const old: Json = Array.isArray(owner) ? (owner[Number(at)] ?? null) : (owner[at] ?? null);
    if (asked.what === 'raw') {
      raws.set(`"${mark}"`, asked.text);
      put(owner, at, mark);
    } else if (asked.what === 'key' && !Array.isArray(owner)) {
      raws.set(`"${mark}"`, JSON.stringify(asked.key));
      put(owner, mark, old);
      if (asked.place % 2 === 0) delete owner[at];
    } else if (asked.what === 'again' && !Array.isArray(owner)) {
      raws.set(`"${mark}"`, JSON.stringify(at));
      put(owner, mark, JSON.parse(asked.text));
    }
  }
  let text = JSON.stringify(copy);
  for (const [mark, raw] of raws) text = text.replace(mark, () => raw);
  return text;
}

function put(owner: Json[] | JsonRecord, at: string, value: Json): void {
  if (Array.isArray(owner)) owner[Number(at)] = value;
  else owner[at] = value;
}

function edited(
  text: string,
  { at, remove, insert }: { at: number; remove: number; insert: string },
): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + remove);
}

/** Texts for where an id, a moment, an IRI, JSON or a flag is asked for. */
export const parameterTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.constantFrom(...RAW_VALUES.filter((text) => text.length < 3000)),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    'true', 'false', 'TRUE', '1', '0', '-1', '1e3', '4294967296', '99999999999999999999', 'ids', 'exact', 'canonical', '*',
    '2026-07-06T08:00:00Z', 'https://example.org/x', 'a@b', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'http://adlnet.gov/expapi/verbs/voided',
    '{"mbox":"mailto:ada@example.org"}', '{"objectType":"Group","mbox":"mailto:ada@example.org"}', '{"objectType":"Group","member":[{"mbox":"mailto:ada@example.org"}]}',
    '{"account":{"homePage":"https://a.example","name":"\\u0000"}}', '{"account":{"homePage":"https://a.example","name":"\'"}}', '{"openid":"https://a.example","name":null}',
  ), // prettier-ignore
);
