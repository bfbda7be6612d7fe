import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import type { FrameView } from '../views/frame.view.ts';

const folder = join(projectRoot, 'dashboards', 'styles');
const files = ['base.css', 'print.css', 'screen.css'];

/** Paper, its side margins (the text is 178 mm wide on both) and the height that the text may take. */
const papers = {
  A4: { size: 'A4', side: '16mm', height: '263mm' },
  Letter: { size: 'Letter', side: '18.95mm', height: '245mm' },
} as const;

let sheets: string | null = null;

/** The document's style sheet: the files in `dashboards/styles` and the page's running lines. */
export function pageStyle(format: keyof typeof papers, running: FrameView['running']): string {
  sheets ??= files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const { size, side, height } = papers[format];
  return `${sheets}
@page{size:${size} portrait;margin:18mm ${side} 15mm}
@page{
@top-left{content:${cssString(running.topLeft)}}
@top-right{content:${cssString(running.topRight)}}
@bottom-left{content:${cssString(running.bottomLeft)}}
@bottom-right{content:"page " counter(page) " of " counter(pages)}
}
@page :first{@top-left{content:none}@top-right{content:none}}
:root{--page:${height}}`;
}

/** A CSS string in which every character but letters and digits is escaped, so that none can end it. */
export function cssString(text: string): string {
  return `"${[...text].map((character) => (/[A-Za-z0-9]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `)).join('')}"`;
}
