import { describe, expect, it } from '@jest/globals';
import { goodMonth } from '../sample/good-month.sample.ts';
import { extremeMonth } from '../sample/extreme-month.sample.ts';
import { months } from '../sample/months.sample.ts';
import { fewPeopleMonth } from '../sample/few-people-month.sample.ts';
import { suppressedMonth } from '../sample/suppressed-month.sample.ts';
import { documentIds } from '../snapshot/document.ts';
import { cssString } from './page-style.ts';
import { renderDocument } from './render-document.ts';

const everyPage = documentIds.flatMap((document) =>
  months.map(([name, month]) => [document, name, month] as const),
);

/** What a reader sees: no style, no markup. */
function textOf(html: string): string {
  return html.replace(/<style>.*?<\/style>/gs, ' ').replace(/<[^>]+>/g, ' ');
}

describe('a document as a page', () => {
  it.each(everyPage)(
    '%s in the %s month claims nothing it may not, and holds nothing broken',
    async (document, _, month) => {
      const { html } = await renderDocument(month(document));
      const text = textOf(html);
      expect(text).not.toMatch(/\bproves?\b|\bcaused\b|\bsignificant(ly)?\b/i);
      expect(text).not.toMatch(/NaN|undefined|Infinity|\[object|\{\{|\bnull\b/);
      expect(html).not.toMatch(/<script/i);
      for (const [, url = ''] of html.matchAll(/(?:src|href)=["']?([^"' >]*)|url\(([^)]*)\)/g))
        expect(url).toMatch(/^(data:|#|$)/);
    },
  );

  it.each(everyPage)(
    '%s in the %s month has headings in order, captions and scopes',
    async (document, _, month) => {
      const { html } = await renderDocument(month(document));
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels[0]).toBe(1);
      levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
      expect(html).toContain('<html lang="en">');
      for (const [table] of html.matchAll(/<table.*?<\/table>/gs)) {
        expect(table).toContain('<caption');
        for (const [header] of table.matchAll(/<th[ >][^>]*>/g)) expect(header).toContain('scope=');
      }
    },
  );

  it('carries its policy and its fonts, of the scripts it needs only', async () => {
    const latin = await renderDocument(goodMonth());
    const mixed = await renderDocument(extremeMonth());
    expect(latin.html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"`,
    );
    expect(latin.html.match(/@font-face/g)).toHaveLength(3);
    expect(mixed.html.match(/@font-face/g)?.length).toBeGreaterThan(9);
  });

  it('escapes what people typed, in text and in the running lines', async () => {
    const { html } = await renderDocument(extremeMonth('learning-development'));
    expect(html).toContain('&lt;/style&gt;&lt;script&gt;');
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(cssString('a"}</style>')).toBe('"a\\22 \\7d \\3c \\2f style\\3e "');
  });

  it('names learners only where the snapshot does', async () => {
    const learner = {
      learner: 'Ada Byron',
      role: 'SRE',
      nextModule: 'Capstone',
      missing: 1,
      lastActivityAt: null,
      windowEnds: '2026-11-09',
    };
    const month = goodMonth('learning-development');
    expect((await renderDocument({ ...month, people: [learner] })).html).toContain('Ada Byron');
    expect((await renderDocument({ ...month, document: 'executive', people: [learner] })).html).not.toContain(
      'Ada Byron',
    );
    expect((await renderDocument({ ...month, people: null })).html).not.toContain(
      'Learners who may miss day 90',
    );
  });

  it.each(['executive', 'learning-development', 'program-lead'] as const)(
    '%s tells of which moment the groups are, and that some are hidden',
    async (document) => {
      const text = textOf((await renderDocument(suppressedMonth(document))).html);
      expect(text).toContain('groups of people 30 Sept 2026');
      expect(text).toMatch(/group too small|not shown/);
      const early = textOf((await renderDocument(fewPeopleMonth(document))).html);
      expect(early).toContain('groups of people from the first month end');
    },
  );

  it('is a function of the snapshot', async () => {
    expect((await renderDocument(goodMonth())).html).toBe((await renderDocument(goodMonth())).html);
  });

  it('refuses a snapshot that is none', async () => {
    const { kpis, ...rest } = goodMonth();
    await expect(renderDocument({ ...rest, kpis: kpis.toReversed() })).rejects.toThrow(
      'Expected training-completion here.',
    );
    await expect(renderDocument({ ...rest, kpis, period: '2026-13' })).rejects.toThrow('A period is a month');
    await expect(renderDocument({ ...rest, kpis, asOf: 'yesterday' })).rejects.toThrow('RFC 3339');
  });
});
