import { createHash } from 'node:crypto';
import type { Instant } from '#platform';
import { z } from 'zod';
import { documentIds, type DocumentId } from '../snapshot/document.ts';
import type { ReportSnapshot } from '../snapshot/report-snapshot.schema.ts';

/** What is asked for at `POST /v1/programs/{program}/reports`. */
export const reportRequest = z.strictObject({
  document: z.enum(documentIds),
  period: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'A period is a month, as in 2026-10.'),
  format: z.enum(['A4', 'Letter']).default('A4'),
  /** Report what was known by then; absent: what is known now. */
  knownBy: z.string().optional(),
});
export type ReportRequest = z.infer<typeof reportRequest>;

export type EditionState = 'queued' | 'rendering' | 'done' | 'failed';

/** One check of the gate. `not-run` stops a report as `failed` does. */
export interface GateCheck {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly detail: string;
}

/** An edition as its row has it, without the bytes. */
export interface Edition {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly program: string;
  readonly document: DocumentId;
  readonly period: string;
  readonly format: 'A4' | 'Letter';
  readonly names: boolean;
  readonly state: EditionState;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly asOf: Instant;
  readonly knownBy: Instant;
  readonly number: number;
  readonly contentHash: string;
  readonly sha256: string;
  readonly gate: readonly GateCheck[];
  readonly madeWith: Readonly<Record<string, string>>;
  readonly failure: string;
}

/** SHA-256 of what a report says: two snapshots with equal content are one edition. */
export function contentHashOf(snapshot: ReportSnapshot): string {
  const {
    edition: _edition,
    runId: _runId,
    generatedAt: _generatedAt,
    previous: _previous,
    knownBy: _knownBy,
    ...content
  } = snapshot;
  const kpis = content.kpis.map(({ knownBy: _kpiKnownBy, ...kpi }) => kpi);
  return createHash('sha256')
    .update(JSON.stringify({ ...content, kpis }))
    .digest('hex');
}
