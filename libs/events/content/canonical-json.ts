import { ExactNumber } from '#platform';

/**
 * JSON of a value with the keys of every object in order of their UTF-16 code units and no white space (RFC 8785),
 * so that two values are equal exactly when their texts are. Takes what JSON.parse or `parseExactJson` gives;
 * members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof ExactNumber) return value.canonical;
  let text = '';
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** No quote, backslash, control character or surrogate: what JSON.stringify leaves as it is (ECMA-262, QuoteJSONString). */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** Nearly every text is plain, and a call of JSON.stringify costs several times as much as a look at it. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
