import { z } from 'zod';
import { kpiIdSchema, kpiIds, type KpiId } from '#kpi';
import { documentIds } from './document.ts';
import { governanceSchema } from './governance.schema.ts';
import { incidentsSchema } from './incidents.schema.ts';
import { kpiRowSchema, kpiViewSchema, type KpiView } from './kpi-view.ts';
import { learningSchema, peopleSchema } from './learning.schema.ts';
import { countSchema, daySchema, localeSchema, momentSchema, timeZoneSchema } from './moment.schema.ts';
import { promptsSchema } from './prompts.schema.ts';
import { workSchema } from './work.schema.ts';

/**
 * Everything one edition of one document says, as plain JSON: the renderer reads nothing else, no clock and no
 * database, so the same snapshot gives the same bytes. Suppression has been applied before it is made.
 */
export const reportSnapshotSchema = z.object({
  schemaVersion: z.literal(1),
  program: z.object({
    id: z.string().min(1),
    title: z.string().min(1),
    locale: localeSchema,
    timeZone: timeZoneSchema,
  }),
  cohort: z.object({ id: z.string(), title: z.string(), learners: countSchema.nullable() }),
  document: z.enum(documentIds),
  /** The calendar month reported. */
  period: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A period is a month, as in 2026-10.'),
  format: z.enum(['A4', 'Letter']),
  edition: z.number().int().min(1),
  runId: z.string().min(1),
  asOf: momentSchema,
  knownBy: momentSchema,
  generatedAt: momentSchema,
  kpis: z.array(kpiViewSchema).length(kpiIds.length).superRefine(inOrder),
  /** Sources that sent nothing for longer than the program allows. */
  staleSources: z.array(z.object({ source: z.string(), lastEventAt: momentSchema.nullable() })),
  /** Of which moment the breakdowns of people are, where not of the snapshot's; null: of none yet. */
  groupsAt: z.object({ asOf: momentSchema, knownBy: momentSchema }).nullable().optional(),
  /** Breakdowns by track, where the KPI has one. */
  byTrack: z.partialRecord(kpiIdSchema, z.array(kpiRowSchema)),
  /** The edition before this one of the same document and period, and what changed since. */
  previous: z
    .object({
      edition: z.number().int().min(1),
      knownBy: momentSchema,
      changes: z.array(
        z.object({
          kpi: kpiIdSchema,
          before: z.number().nullable(),
          after: z.number().nullable(),
          why: z.string(),
        }),
      ),
    })
    .nullable(),
  decisions: z
    .array(z.object({ ask: z.string().min(1), why: z.string(), owner: z.string(), by: daySchema }))
    .max(3),
  learning: learningSchema,
  prompts: promptsSchema,
  incidents: incidentsSchema,
  governance: governanceSchema,
  work: workSchema,
  people: peopleSchema.nullable(),
});

export type ReportSnapshot = z.infer<typeof reportSnapshotSchema>;
export type ReportSnapshotInput = z.input<typeof reportSnapshotSchema>;

/** The snapshot's KPI of that id. The schema guarantees that all five are there. */
export function kpiOf(snapshot: Pick<ReportSnapshot, 'kpis'>, id: KpiId): KpiView {
  const found = snapshot.kpis.find(({ kpi }) => kpi === id);
  if (found === undefined) throw new RangeError(`The snapshot has no KPI ${id}.`);
  return found;
}

function inOrder(kpis: readonly { kpi: KpiId }[], context: z.RefinementCtx): void {
  kpis.forEach(({ kpi }, index) => {
    if (kpi !== kpiIds[index])
      context.addIssue({ code: 'custom', path: [index, 'kpi'], message: `Expected ${kpiIds[index]} here.` });
  });
}
