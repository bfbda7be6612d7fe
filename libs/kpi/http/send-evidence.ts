import type { FastifyReply } from 'fastify';
import type { EvidenceEntry } from '../evidence/evidence.ts';
import { csv, sendCsv, wantsCsv } from './csv.ts';

interface Page {
  readonly entries: readonly EvidenceEntry[];
  readonly next: string | null;
}

/**
 * A page of evidence as JSON, or as CSV with a link to the next one.
 * @param of what the evidence is of, as its first column names it: `['kpi', 'skills-gain']`
 */
export function sendEvidence<P extends Page>(
  reply: FastifyReply,
  accept: string | undefined,
  of: readonly ['kpi' | 'measure', string],
  page: P,
): P | string {
  if (!wantsCsv(accept)) return page;
  if (page.next !== null) void reply.header('Link', `<?cursor=${encodeURIComponent(page.next)}>; rel="next"`);
  return sendCsv(reply, evidenceCsv(of, page.entries));
}

function evidenceCsv([column, name]: readonly [string, string], entries: readonly EvidenceEntry[]): string {
  const header = [column, 'part', 'subject', 'source', 'id', 'occurredAt', 'recordedAt', 'reason'];
  const rows = entries.map((entry) => [
    name,
    entry.part,
    entry.subject,
    entry.source,
    entry.id,
    entry.occurredAt,
    entry.recordedAt,
    entry.reason,
  ]);
  return csv([header, ...rows]);
}
