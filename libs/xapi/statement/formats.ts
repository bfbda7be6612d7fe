/**
 * The string formats of the standard. Hand-written rules and the published schema share these, so a format has one
 * definition; everything about structure is written twice and compared.
 */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHA1 = /^[0-9a-f]{40}$/i;
const SHA2 = /^(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i;
/** RFC 6068 without header fields: one address; the local part unquoted, since quotes must be encoded there. */
const MAILBOX =
  /^mailto:[^\s\p{Cc}@"(),:;<>[\]\\]+@(?:[^\s\p{Cc}@"(),:;<>[\]\\?#/%]+|\[[^\s\p{Cc}@[\]]+\])$/u;
/** RFC 9110, section 8.3.1; parameters are not looked into. */
const MEDIA_TYPE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+[ \t]*(?:;[^\p{Cc}]*)?$/iu;
/** RFC 5646, section 2.1: langtag, private use, and the grandfathered tags that are no langtag. */
const LANGUAGE_TAG = new RegExp(
  '^(?:' +
    '(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})' +
    '(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\\d{3}))?' +
    '(?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*' +
    '(?:-[a-wyz\\d](?:-[a-z\\d]{2,8})+)*' +
    '(?:-x(?:-[a-z\\d]{1,8})+)?' +
    '|x(?:-[a-z\\d]{1,8})+' +
    '|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)' +
    '|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)' +
    ')$',
  'i',
);
/** ISO 8601:2004, section 4.4.3.2: only the last component may have a fraction. */
const DURATION = /^P(?:\d+W|(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/;
const LAST_FRACTION = /(\d)[.,]\d+([YMWDHS])$/;
/** `1.0` and `1.0.x`; a statement that came under xAPI 2.0 may also say so. */
const VERSION = { '1.0': /^1\.0(?:\.\d+)?$/, '2.0': /^(?:1\.0|2\.0)(?:\.\d+)?$/ } as const;

export const isUuid = (text: string): boolean => UUID.test(text);
export const isSha1 = (text: string): boolean => SHA1.test(text);
export const isSha2 = (text: string): boolean => SHA2.test(text);
export const isMailbox = (text: string): boolean => MAILBOX.test(text);
export const isMediaType = (text: string): boolean => MEDIA_TYPE.test(text);
export const isLanguageTag = (text: string): boolean => LANGUAGE_TAG.test(text);
export const isDuration = (text: string): boolean => DURATION.test(text.replace(LAST_FRACTION, '$1$2'));
export const isStatementVersion = (text: string, rules: '1.0' | '2.0'): boolean => VERSION[rules].test(text);

/**
 * RFC 3987 as far as the standard's "best-effort validation" asks: a scheme, then at least one character, none of
 * them white space, a control or an excluded character, and no broken percent-encoding. Brackets and a second `#`
 * are let through, because real activity ids have them. One pass over the codes: this runs ten times a statement.
 */
export function isIri(text: string): boolean {
  const length = text.length;
  let at = 0;
  for (let code = 0; ; at++) {
    if (at === length) return false;
    code = text.charCodeAt(at);
    if (code === COLON) break;
    if (code > 127) return false;
    const kind = KIND[code] ?? 0;
    if ((kind & (at === 0 ? ALPHA : SCHEME)) === 0) return false;
  }
  if (at === 0 || at === length - 1) return false;
  for (at += 1; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (((KIND[code] ?? 0) & BODY) !== 0) continue;
      if (code !== PERCENT || !isHex(text.charCodeAt(at + 1)) || !isHex(text.charCodeAt(at + 2)))
        return false;
      at += 2;
    } else if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(at + 1);
      if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
      at += 1;
    } else if (code <= 0xa0 || code === 0x2028 || code === 0x2029 || code === 0xfeff || code >= 0xfff0) {
      return false;
    }
  }
  return true;
}

const COLON = 58;
const PERCENT = 37;
const ALPHA = 1;
const SCHEME = 2;
const BODY = 4;

/** What each ASCII character may be part of. */
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const alpha = /[a-z]/i.test(character) ? ALPHA : 0;
  const scheme = /[a-z0-9+.-]/i.test(character) ? SCHEME : 0;
  const body = code > 32 && code < 127 && !'"<>\\^`{|}%'.includes(character) ? BODY : 0;
  return alpha | scheme | body;
});

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}
