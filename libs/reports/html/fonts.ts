import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';

/** What each file of a face covers, by the `unicode-range` its maker gives. */
const ranges = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C4,U+2113,U+2C60-2C7F,U+A720-A7FF',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  greek: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF',
  vietnamese:
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
} as const;

const faces = [
  { family: 'Source Sans 3', file: 'source-sans-3', weight: 400 },
  { family: 'Source Sans 3', file: 'source-sans-3', weight: 600 },
  { family: 'Source Serif 4', file: 'source-serif-4', weight: 600 },
] as const;

/** Names under which the faces stand in a PDF, after its subset tag. */
export const expectedFonts = /^Source(Sans3|Serif4)/;

const encoded = new Map<string, string>();

/** `@font-face` rules with the files as data: URIs, only of those that hold a character of `text`. */
export function fontFaces(text: string): string {
  const codePoints = new Set([...text].map((character) => character.codePointAt(0) ?? 0));
  const scripts = Object.entries(ranges).filter(
    ([script, range]) => script === 'latin' || [...codePoints].some((codePoint) => isIn(range, codePoint)),
  );
  return faces
    .flatMap(({ family, file, weight }) =>
      scripts.map(
        ([script, range]) =>
          `@font-face{font-family:"${family}";font-weight:${weight};font-style:normal;` +
          `src:url(data:font/woff2;base64,${base64(`${file}-${script}-${weight}-normal.woff2`)}) format("woff2");unicode-range:${range}}`,
      ),
    )
    .join('\n');
}

function isIn(range: string, codePoint: number): boolean {
  return range.split(',').some((part) => {
    const [from = '', to = from] = part.replace('U+', '').split('-');
    return codePoint >= Number.parseInt(from, 16) && codePoint <= Number.parseInt(to, 16);
  });
}

function base64(name: string): string {
  const known = encoded.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(projectRoot, 'dashboards', 'fonts', name)).toString('base64');
  encoded.set(name, text);
  return text;
}
