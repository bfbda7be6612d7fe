import { afterAll, describe, expect, it } from '@jest/globals';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';
import type { GateCheckName, GatePlan } from './gate/gate.ts';
import { runGate } from './gate/run-gate.ts';
import { expectedFonts } from './html/fonts.ts';
import { renderDocument } from './html/render-document.ts';
import { finishPdf } from './pdf/finish-pdf.ts';
import { PdfRenderer } from './pdf/pdf-renderer.ts';
import { produceReport } from './produce-report.ts';
import { extremeMonth } from './sample/extreme-month.sample.ts';
import { goodMonth } from './sample/good-month.sample.ts';
import { months } from './sample/months.sample.ts';
import { documentIds, documents } from './snapshot/document.ts';
import { reportSnapshotSchema } from './snapshot/report-snapshot.schema.ts';

const renderer = new PdfRenderer({ chromium: null, searchPath: '' });

afterAll(() => renderer.stop());

const good = reportSnapshotSchema.parse(goodMonth());

/** The good month's page, what the gate holds it to, and its PDF. */
const { html, title, language, expected, charts, unprintable } = await renderDocument(good);
const plan: GatePlan = {
  title,
  language,
  pages: documents.executive.pages,
  figures: charts,
  fonts: expectedFonts,
  unprintable,
  texts: [
    ...expected.kpis.map(({ kpi, value }) => ({ what: kpi, text: value })),
    { what: 'run id', text: expected.runId },
  ],
};

async function printed(page: string): Promise<Uint8Array> {
  const { pdf } = await renderer.print(page);
  return finishPdf(pdf, { title, language, generatedAt: good.generatedAt, identity: page });
}

/** The names of the checks that did not pass. */
async function stoppedBy(pdf: Uint8Array): Promise<GateCheckName[]> {
  const { passed, checks } = await runGate(pdf, plan);
  const names = checks.filter(({ outcome }) => outcome !== 'passed').map(({ name }) => name);
  expect(passed).toBe(names.length === 0);
  return names;
}

async function edited(
  pdf: Uint8Array,
  edit: (document: PDFDocument) => void | Promise<void>,
): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  await edit(document);
  return document.save({ addDefaultPage: false });
}

describe('the six documents', () => {
  it.each(documentIds)('%s passes every check of the gate', async (document) => {
    const { gate, pdf, madeWith } = await produceReport(goodMonth(document), renderer);
    expect(gate.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(gate).toMatchObject({ passed: true });
    expect(Buffer.from(pdf.slice(0, 5)).toString()).toBe('%PDF-');
    expect(madeWith.browser).toMatch(/\d+\./);
  });

  it.each(months)('the executive of the %s month passes on the shorter paper', async (_, month) => {
    const { gate } = await produceReport({ ...month('executive'), format: 'Letter' }, renderer);
    expect(gate.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it.each(months)('the executive of the %s month passes on the longer paper', async (_, month) => {
    const { gate } = await produceReport(month('executive'), renderer);
    expect(gate.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('lists every case without a review and every exception, however many', async () => {
    const month = reportSnapshotSchema.parse(extremeMonth('security-compliance'));
    const numbered = <Row extends { useCase: string }>(rows: readonly Row[], mark: string): Row[] =>
      rows.map((row, index) => ({ ...row, useCase: `${mark}${index}x` }));
    const { uncovered, exceptions } = month.governance;
    const { gate, html: page } = await produceReport(
      {
        ...month,
        governance: {
          ...month.governance,
          uncovered: numbered(uncovered, 'u'),
          exceptions: numbered(exceptions, 'e'),
        },
      },
      renderer,
    );
    expect(gate.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(uncovered.length + exceptions.length).toBeGreaterThan(400);
    expect(uncovered.filter((__, index) => !page.includes(`u${index}x`))).toEqual([]);
    expect(exceptions.filter((__, index) => !page.includes(`e${index}x`))).toEqual([]);
  });

  it('sets long lists on the planned pages of a role document', async () => {
    const { gate } = await produceReport(extremeMonth('learning-development'), renderer);
    expect(gate.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

describe('the same snapshot', () => {
  it('gives the same bytes, in this browser after other documents and in a fresh one', async () => {
    const first = await produceReport(goodMonth(), renderer);
    await produceReport(goodMonth('security-compliance'), renderer);
    const second = await produceReport(goodMonth(), renderer);
    await using fresh = new PdfRenderer({ chromium: null, searchPath: '' });
    const third = await produceReport(goodMonth(), fresh);
    expect(second.sha256).toBe(first.sha256);
    expect(third.sha256).toBe(first.sha256);
    expect((await produceReport({ ...goodMonth(), runId: 'run-other' }, renderer)).sha256).not.toBe(
      first.sha256,
    );
  });

  it('dates the file by the snapshot, not by the clock', async () => {
    const { pdf } = await produceReport(goodMonth(), renderer);
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    expect(document.getCreationDate()?.toISOString()).toBe('2026-11-01T05:00:12.000Z');
    expect(document.getModificationDate()?.toISOString()).toBe('2026-11-01T05:00:12.000Z');
    expect(document.context.trailerInfo.ID).toBeInstanceOf(PDFArray);
  });
});

describe('the gate', () => {
  it('lets the report through that the others are made from', async () => {
    expect(await stoppedBy(await printed(html))).toEqual([]);
  });
});

describe('the gate stops', () => {
  it.each<[string, GateCheckName, (html: string) => string]>([
    ['a missing value', 'values', (html) => html.replaceAll('94.7%', '94%')],
    ['a missing run id', 'values', (html) => html.replaceAll('7f3c9a12', '').replaceAll('\\2d 7f3c9a12', '')],
    ['a number that is none', 'clean-text', (html) => html.replace('</h1>', ' NaN</h1>')],
    ['a hole in a template', 'clean-text', (html) => html.replace('</h1>', ' {{value}}</h1>')],
    ['an object printed', 'clean-text', (html) => html.replace('</h1>', ' [object Object]</h1>')],
    [
      'a drawing without words',
      'alternative-text',
      (html) =>
        html
          .replace(/aria-labelledby="chart-1-title chart-1-desc"/, '')
          .replace(/<title id="chart-1-title">.*?<\/title>/, ''),
    ],
    [
      'a page too many',
      'page-count',
      (html) =>
        html.replace(
          '<section class="annex">',
          '<article class="page"><h2>Evidence</h2><p>More.</p></article><section class="annex">',
        ),
    ],
    [
      'a page of ink',
      'ink',
      (html) => html.replace('<body class="regular">', '<body class="regular" style="background:#333">'),
    ],
    ['a font of the system', 'fonts', (html) => html.replace('</h1>', ' \u65e5\u672c</h1>')],
  ])('%s', async (_, check, sabotage) => {
    const spoilt = sabotage(html);
    expect(spoilt).not.toBe(html);
    expect(await stoppedBy(await printed(spoilt))).toContain(check);
  });

  it('a letter that the fonts lack, naming it and the words around it', async () => {
    const owned = good.kpis.map((kpi) =>
      kpi.kpi === 'skills-gain' ? { ...kpi, owner: 'Owner \u65e5 & Co' } : kpi,
    );
    const { gate } = await produceReport({ ...good, kpis: owned }, renderer);
    expect(gate.passed).toBe(false);
    expect(gate.checks.find(({ name }) => name === 'fonts')).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/"\u65e5" \(U\+65E5\) in "[^"]*Owner \u65e5 & Co/),
    });
  });

  it.each<[string, GateCheckName[], (document: PDFDocument) => void | Promise<void>]>([
    [
      'a file without tags',
      ['tagged', 'alternative-text'],
      (document) => {
        document.catalog.delete(PDFName.of('MarkInfo'));
        document.catalog.delete(PDFName.of('StructTreeRoot'));
      },
    ],
    [
      'a blank page',
      ['page-count', 'tagged', 'ink'],
      (document) => {
        document.insertPage(1);
      },
    ],
    ['another title', ['title'], (document) => document.setTitle('Report')],
    [
      'no language',
      ['language'],
      (document) => {
        document.catalog.delete(PDFName.of('Lang'));
      },
    ],
    [
      'a font that is not in the file',
      ['fonts'],
      async (document) => {
        const font = await document.embedFont(StandardFonts.Helvetica);
        document.getPage(0).drawText('x', { font, size: 6 });
      },
    ],
    [
      'alternative text taken out',
      ['alternative-text'],
      (document) => {
        for (const [, object] of document.context.enumerateIndirectObjects())
          if (object instanceof PDFDict && object.get(PDFName.of('Alt')) !== undefined)
            object.set(PDFName.of('Alt'), PDFString.of(' '));
      },
    ],
  ])('%s', async (_, checks, edit) => {
    expect(await stoppedBy(await edited(await printed(html), edit))).toEqual(expect.arrayContaining(checks));
  });

  it('what is no PDF, with every other check not run', async () => {
    const { passed, checks } = await runGate(new TextEncoder().encode('not a PDF'), plan);
    expect(passed).toBe(false);
    expect(checks[0]).toMatchObject({ name: 'opens', outcome: 'failed' });
    expect(new Set(checks.slice(1).map(({ outcome }) => outcome))).toEqual(new Set(['not-run']));
  });
});
