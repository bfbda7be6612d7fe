import { createHash } from 'node:crypto';
import { runGate } from './gate/run-gate.ts';
import type { GateResult } from './gate/gate.ts';
import { expectedFonts } from './html/fonts.ts';
import { renderDocument, type Density } from './html/render-document.ts';
import { templateVersion } from './html/template-version.ts';
import { finishPdf } from './pdf/finish-pdf.ts';
import type { PdfRenderer } from './pdf/pdf-renderer.ts';
import { plannedPages } from './snapshot/document.ts';
import {
  reportSnapshotSchema,
  type ReportSnapshot,
  type ReportSnapshotInput,
} from './snapshot/report-snapshot.schema.ts';

/** A snapshot as page and PDF. It may be written or sent only when `gate.passed`. */
export interface ProducedReport {
  html: string;
  pdf: Uint8Array;
  /** Of the PDF, in hexadecimal. */
  sha256: string;
  gate: GateResult;
  /** Versions that the bytes depend on besides the snapshot. */
  madeWith: { browser: string; templates: string };
}

/**
 * Renders, prints, finishes and gates one report; one that overruns its pages is set once more, closer. Throws
 * ZodError, RangeError and the renderer's errors.
 */
export async function produceReport(
  input: ReportSnapshot | ReportSnapshotInput,
  renderer: PdfRenderer,
): Promise<ProducedReport> {
  const snapshot = reportSnapshotSchema.parse(input);
  const regular = await produceAt('regular', snapshot, renderer);
  const overruns = regular.gate.checks.some(
    ({ name, outcome }) => name === 'page-count' && outcome === 'failed',
  );
  return overruns ? produceAt('compact', snapshot, renderer) : regular;
}

async function produceAt(
  density: Density,
  snapshot: ReportSnapshot,
  renderer: PdfRenderer,
): Promise<ProducedReport> {
  const rendered = await renderDocument(snapshot, density);
  const { html, title, language, expected } = rendered;
  const printed = await renderer.print(html);
  const pdf = await finishPdf(printed.pdf, {
    title,
    language,
    generatedAt: snapshot.generatedAt,
    identity: html,
  });
  const gate = await runGate(pdf, {
    title,
    language,
    pages: plannedPages(snapshot),
    figures: rendered.charts,
    fonts: expectedFonts,
    unprintable: rendered.unprintable,
    texts: [
      ...expected.kpis.map(({ kpi, value }) => ({ what: kpi, text: value })),
      { what: 'run id', text: expected.runId },
      { what: 'as of', text: expected.asOf },
    ],
  });
  return {
    html,
    pdf,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    gate,
    madeWith: { browser: printed.browser, templates: templateVersion() },
  };
}
