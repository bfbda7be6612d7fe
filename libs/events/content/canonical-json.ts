import { ExactNumber } from '#platform';

/**
 * JSON of a value with the keys of every object in order of their UTF-16 code units and no white space (RFC 8785),
 * so that two values are equal exactly when their texts are. Takes what JSON.parse or `parseExactJson` gives;
 * members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (value instanceof ExactNumber) return value.canonical;
  let text = '';
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
