import { z } from 'zod';

const LONGEST = 100;

/**
 * Characters that a list of keys would not show, or by which it would show another text than is stored: control and
 * format characters, among them NUL, line breaks and the overrides of writing direction. The two joiners are letters'
 * own in Persian, Hindi and emoji.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const SEEN = /[^\p{Z}\p{C}\p{M}]/u;

/** What a key is for, in the words of its maker: shown in lists. Trimmed; 1 to 100 characters, all of them visible or spaces. */
export const keyName = z
  .string({ error: 'Must be text: what the key is for.' })
  .trim()
  .superRefine((name, context) => {
    const reason = faultOf(name);
    if (reason !== null) context.addIssue({ code: 'custom', message: reason });
  })
  // As JSON Schema counts: in characters, of which a string of JavaScript may have two for one.
  .meta({ minLength: 1, maxLength: LONGEST });

function faultOf(name: string): string | null {
  const length = [...name].length;
  if (length > LONGEST) return `Must have at most ${LONGEST} characters; this has ${length}.`;
  const unseen = UNSEEN.exec(name)?.[0];
  if (unseen !== undefined)
    return `Must not contain control or format characters; this contains ${codePoint(unseen)}.`;
  return SEEN.test(name) ? null : 'Must say what the key is for, in 1 to 100 characters.';
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
