import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '#platform';

const tableSchema = z.object({
  family: z.string(),
  unitsPerEm: z.number(),
  /** weight → advance width → code points in hexadecimal, separated by spaces */
  weights: z.record(z.string(), z.record(z.string(), z.string())),
});

const table = tableSchema.parse(
  JSON.parse(
    readFileSync(join(projectRoot, 'dashboards', 'fonts', 'source-sans-3.advance-widths.json'), 'utf8'),
  ),
);

const advances = new Map(
  Object.entries(table.weights).map(([weight, byAdvance]) => [
    weight,
    new Map(
      Object.entries(byAdvance).flatMap(([advance, codePoints]) =>
        codePoints.split(' ').map((hex) => [Number.parseInt(hex, 16), Number(advance)] as const),
      ),
    ),
  ]),
);

/** A glyph the font lacks is set from another, about as wide as a capital M. */
const MISSING_ADVANCE = 800;

/** Width of a text in the embedded sans, in the unit of `fontSize`; kerning is left out (it only narrows). */
export function textWidth(text: string, fontSize: number, weight: 400 | 600 = 400): number {
  const widths = advances.get(String(weight));
  let units = 0;
  for (const character of text) units += widths?.get(character.codePointAt(0) ?? 0) ?? MISSING_ADVANCE;
  return (units / table.unitsPerEm) * fontSize;
}

/** Whether the embedded fonts have a glyph for every character; line ends are not drawn. */
export function missingGlyphs(text: string): string[] {
  const widths = advances.get('400');
  return [...new Set(text)].filter(
    (character) => character >= ' ' && widths?.has(character.codePointAt(0) ?? 0) !== true,
  );
}

/** Breaks at spaces into at most `lines` lines of `width`; the last one ends in an ellipsis when text is left. */
export function wrapped(text: string, width: number, fontSize: number, lines: number): string[] {
  const out: string[] = [];
  let rest = text.split(/\s+/).filter((word) => word !== '');
  while (rest.length > 0 && out.length < lines) {
    let taken = 1;
    while (taken < rest.length && textWidth(rest.slice(0, taken + 1).join(' '), fontSize) <= width)
      taken += 1;
    const isLast = out.length === lines - 1;
    const line = isLast ? rest.join(' ') : rest.slice(0, taken).join(' ');
    out.push(fitted(line, width, fontSize));
    rest = isLast ? [] : rest.slice(taken);
  }
  return out;
}

/** The text, cut with an ellipsis where it is wider than `width`. */
export function fitted(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}\u2026`, fontSize) > width)
    characters.pop();
  return `${characters.join('').trimEnd()}\u2026`;
}
