export { ReportFormat } from './format/report-format.ts';
export type { GateCheck, GateResult } from './gate/gate.ts';
export { renderDocument, type RenderedDocument } from './html/render-document.ts';
export { proposedDecisions } from './narrative/proposed-decisions.ts';
export { BrowserMissingError } from './pdf/browser-lookup.ts';
export { PdfRenderer, PrintDeadlineError, type PdfRendererOptions } from './pdf/pdf-renderer.ts';
export { produceReport, type ProducedReport } from './produce-report.ts';
export { documentIds, documents, isDocumentId, type DocumentId } from './snapshot/document.ts';
export {
  kpiOf,
  reportSnapshotSchema,
  type ReportSnapshot,
  type ReportSnapshotInput,
} from './snapshot/report-snapshot.schema.ts';
