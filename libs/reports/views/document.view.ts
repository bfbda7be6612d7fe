import type { ReportFormat } from '../format/report-format.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';
import type { ChartBook } from './chart-book.ts';
import { engineeringManagerView } from './engineering-manager.view.ts';
import { executiveView } from './executive.view.ts';
import type { FrameView } from './frame.view.ts';
import type { KpiRowView } from './kpi-row.view.ts';
import { learningDevelopmentView } from './learning-development.view.ts';
import { programLeadView } from './program-lead.view.ts';
import { securityComplianceView } from './security-compliance.view.ts';
import { srePlatformView } from './sre-platform.view.ts';

/** What every document's template gets; the rest is the document's own. */
export interface DocumentView {
  frame: FrameView;
  kpis: KpiRowView[];
}

export function documentView(snapshot: ReportSnapshot, format: ReportFormat, book: ChartBook): DocumentView {
  switch (snapshot.document) {
    case 'executive':
      return executiveView(snapshot, format, book);
    case 'learning-development':
      return learningDevelopmentView(snapshot, format, book);
    case 'program-lead':
      return programLeadView(snapshot, format, book);
    case 'engineering-manager':
      return engineeringManagerView(snapshot, format, book);
    case 'sre-platform':
      return srePlatformView(snapshot, format, book);
    case 'security-compliance':
      return securityComplianceView(snapshot, format, book);
  }
}
