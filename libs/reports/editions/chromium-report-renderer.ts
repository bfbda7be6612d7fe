import { PdfRenderer, type PdfRendererOptions } from '../pdf/pdf-renderer.ts';
import { produceReport } from '../produce-report.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import { fontVersion } from './font-version.ts';
import type { ProducedReport, ReportRenderer } from './report-press.ts';

/** Makes reports with Chromium, which starts with the first one and stays until `stop`. */
export class ChromiumReportRenderer implements ReportRenderer {
  private readonly pdfs: PdfRenderer;

  constructor(options: PdfRendererOptions) {
    this.pdfs = new PdfRenderer(options);
  }

  async produce(snapshot: ReportSnapshot): Promise<ProducedReport> {
    const { pdf, sha256, gate, madeWith } = await produceReport(snapshot, this.pdfs);
    const { browser: renderer, templates } = madeWith;
    return { pdf, sha256, gate, madeWith: { renderer, templates, fonts: fontVersion() } };
  }

  /** Ends the browser; a document being printed fails. */
  async stop(): Promise<void> {
    await this.pdfs.stop();
  }
}
