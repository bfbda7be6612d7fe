import { renderChart } from '../charts/render-chart.ts';
import { ReportFormat } from '../format/report-format.ts';
import {
  reportSnapshotSchema,
  type ReportSnapshot,
  type ReportSnapshotInput,
} from '../snapshot/report-snapshot.schema.ts';
import { NO_VALUE } from '../narrative/kpi-figures.ts';
import { ChartBook } from '../views/chart-book.ts';
import { documentView } from '../views/document.view.ts';
import { fontFaces } from './fonts.ts';
import { pageStyle } from './page-style.ts';
import { statusIcons } from './status-icons.ts';
import { fillTemplate } from './templates.ts';
import { unprintableText } from './unprintable-text.ts';

/** A document before it is a PDF, and what the gate holds the PDF to. */
export interface RenderedDocument {
  /** One self-contained page: no script, nothing to fetch. */
  html: string;
  title: string;
  language: string;
  /** Texts that the printed document must hold. */
  expected: { kpis: { kpi: string; value: string }[]; runId: string; asOf: string };
  charts: number;
  /** Characters that the embedded fonts lack, each with the words around it. */
  unprintable: string[];
}

/** `compact` sets the same words closer, for a month whose names do not fit the planned pages. */
export type Density = 'regular' | 'compact';

/** Prose is English in every locale; the locale sets numbers and dates. */
const LANGUAGE = 'en';
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/** Sets a snapshot as HTML. Throws ZodError when it is not one, RangeError when it holds what cannot be printed. */
export async function renderDocument(
  input: ReportSnapshotInput | ReportSnapshot,
  density: Density = 'regular',
): Promise<RenderedDocument> {
  const snapshot = reportSnapshotSchema.parse(input);
  const format = new ReportFormat(snapshot.program);
  const book = new ChartBook();
  const view = documentView(snapshot, format, book);
  const drawings = new Map(statusIcons);
  for (const [id, chart] of book.entries()) drawings.set(id, await renderChart(chart, id));
  const body = fillTemplate(snapshot.document, view, drawings);
  const title = `${view.frame.title}: ${snapshot.program.title}, ${view.frame.period}`;
  const { running } = view.frame;
  const style = `${fontFaces(body + Object.values(running).join(''))}\n${pageStyle(snapshot.format, running)}`;
  return {
    html: `<!doctype html>
<html lang="${LANGUAGE}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body class="${density}">
${body}
</body>
</html>
`,
    title,
    language: LANGUAGE,
    expected: {
      // a dash stands in every report, so a KPI without a value is looked for by its name
      kpis: view.kpis.map(({ id, name, value }) => ({ kpi: id, value: value === NO_VALUE ? name : value })),
      runId: snapshot.runId,
      asOf: format.moment(snapshot.asOf),
    },
    charts: book.entries().length,
    unprintable: unprintableText(body),
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
