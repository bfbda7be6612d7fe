export { documentIds, documents, isDocumentId, type DocumentId } from './snapshot/document.ts';
export { reportSnapshotSchema, type ReportSnapshot } from './snapshot/report-snapshot.schema.ts';
export { ChromiumReportRenderer } from './editions/chromium-report-renderer.ts';
export type { Edition, EditionState, GateCheck, ReportRequest } from './editions/edition.ts';
export { EditionStore } from './editions/edition-store.ts';
export {
  ReportPress,
  type ProducedReport,
  type ReportOrder,
  type ReportRenderer,
  type SnapshotRequest,
  type SnapshotSource,
} from './editions/report-press.ts';
export { SnapshotLoader } from './loader/snapshot-loader.ts';
export { PdfRenderer } from './pdf/pdf-renderer.ts';
