import { createHash } from 'node:crypto';
import { canonicalJson } from '#events';

/** The namespace of ids made from content; any fixed UUID will do, and this one was drawn for it. */
const NAMESPACE = Buffer.from('5b8e6c0a1f0f4a0f9d0e7c2f3a6b4d11', 'hex');

/** A UUID version 5 (RFC 9562, section 5.5) of a JSON value: the same value has the same id, whatever the order of its keys. */
export function contentId(value: unknown): string {
  const digest = createHash('sha1').update(NAMESPACE).update(canonicalJson(value), 'utf8').digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex').slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
