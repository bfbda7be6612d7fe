import type { FastifyReply } from 'fastify';
import type { Kpi } from '../kpi.schema.ts';

export type Cell = string | number | boolean | null | undefined;

/** Whether a client prefers CSV: `text/csv` stands in Accept before any JSON. */
export function wantsCsv(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? '');
  const csv = types.indexOf('text/csv');
  const json = types.indexOf('application/json');
  return csv >= 0 && (json < 0 || csv < json);
}

export function sendCsv(reply: FastifyReply, text: string): string {
  void reply.type('text/csv; charset=utf-8; header=present');
  return text;
}

/** KPIs and the rows of their breakdowns; `key` is empty for the whole. */
export function kpisCsv(kpis: readonly Kpi[]): string {
  const header = [
    'kpi',
    'key',
    'title',
    'asOf',
    'knownBy',
    'value',
    'unit',
    'numerator',
    'denominator',
    'n',
    'low',
    'high',
    'target',
    'status',
    'result',
    'confidence',
    'unmatched',
    'censored',
    'suppressed',
    'reasons',
  ];
  const rows = kpis.flatMap((kpi) => [row(kpi, ''), ...kpi.breakdown.map((part) => row(part, part.key))]);
  return csv([header, ...rows]);
}

function row(figure: Omit<Kpi, 'breakdown'>, key: string): Cell[] {
  const {
    kpi,
    title,
    asOf,
    knownBy,
    value,
    unit,
    numerator,
    denominator,
    n,
    interval,
    target,
    status,
    result,
    confidence,
    unmatched,
    censored,
    suppressed,
    reasons,
  } = figure;
  return [
    kpi,
    key,
    title,
    asOf,
    knownBy,
    value,
    unit,
    numerator,
    denominator,
    n,
    interval?.low,
    interval?.high,
    target?.value,
    status,
    result,
    confidence,
    unmatched,
    censored,
    suppressed,
    reasons.join(' '),
  ];
}

/** RFC 4180. A text that a spreadsheet would run as a formula is told to be text by a leading apostrophe. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return `${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
