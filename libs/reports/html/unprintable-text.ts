import { missingGlyphs } from '../charts/text-width.ts';

/** Characters shown on each side of one that the fonts lack. */
const AROUND = 20;

/**
 * The characters of a page's body that the embedded fonts lack, once each, with their code points and the words around
 * the first: `"→" (U+2192) in "Intake → triage"`.
 */
export function unprintableText(body: string): string[] {
  const text = body
    .replaceAll(/<(title|desc)\b[^>]*>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:amp|#38);/g, '&')
    .replaceAll(/\s+/g, ' ');
  return missingGlyphs(text).map((character) => {
    const at = text.indexOf(character);
    const words = text.slice(Math.max(0, at - AROUND), at + character.length + AROUND).trim();
    return `"${character}" (${codePoint(character)}) in "${words}"`;
  });
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
