import type { ClickHouse } from '#clickhouse';
import { badRequest, decodePageCursor, encodePageCursor, expectCursorKnown } from '#platform';
import type { Clocks } from '#program';
import { z } from 'zod';
import { EVIDENCE_PAGE } from '../evidence/evidence-at.ts';
import { cursorInstant } from '../evidence/cursor.ts';
import { evidenceParts, type EvidenceEntry, type EvidencePart } from '../evidence/evidence.ts';
import { sliceOf } from '../evidence/page.ts';
import { expectSameQuestion } from '../evidence/same-question.ts';
import { tally } from '../figure.ts';
import { inquire } from '../inquiry.ts';
import { dimensionSchema, type Dimension } from '../kpi.schema.ts';
import { contextOf } from '../scorecard.ts';
import { expectDimension } from './measure-at.ts';
import type { Measure, MeasureFigure } from './measure.ts';

export interface MeasureEvidenceOptions extends Clocks {
  /** only this part; all when absent */
  readonly part?: EvidencePart | undefined;
  readonly by?: Dimension | undefined;
  /** only the evidence of this row, of every column of it when none is named */
  readonly key?: string | undefined;
  readonly column?: string | undefined;
  /** where an earlier page ended; it carries the whole question, and what is asked beside it is ignored */
  readonly cursor?: string | undefined;
  /** entries in a page; 1 to 1,000 */
  readonly limit?: number | undefined;
  readonly requestId?: string | undefined;
}

export interface MeasureEvidencePage extends Clocks {
  readonly program: string;
  readonly measure: string;
  /** how many entries each part has in all, whatever the page */
  readonly counts: Readonly<Record<string, number>>;
  readonly entries: readonly EvidenceEntry[];
  /** for the next page; null: this was the last */
  readonly next: string | null;
}

const cursorSchema = z.strictObject({
  program: z.string(),
  measure: z.string(),
  asOf: cursorInstant,
  knownBy: cursorInstant,
  part: z.enum(evidenceParts).nullable(),
  by: dimensionSchema.nullable(),
  key: z.string().nullable(),
  column: z.string().nullable(),
  /** sort key of the last entry that was given */
  after: z.array(z.string()).length(6),
});
type Cursor = z.infer<typeof cursorSchema>;
type Question = Omit<Cursor, 'after'> & { readonly after: readonly string[] | null };

/**
 * The events behind a measure or one row of it, a page at a time, as evidence of a KPI is: the cursor holds the resolved
 * clocks, so that later pages come from the same answer while events arrive. For the scope `people` alone.
 * @throws UnknownProgram; Problem 400 for a cursor of another measure or program, or a row that does not exist
 */
export async function measureEvidenceAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  measure: Measure,
  options: MeasureEvidenceOptions,
): Promise<MeasureEvidencePage> {
  const question = questionOf(program, measure, options);
  const { asOf, knownBy, part, by } = question;
  expectDimension(measure, by);
  const store = { clickhouse, tenant, context: contextOf(options) };
  const { now, reader } = await inquire(store, program, { asOf, knownBy }, false);
  const evidence = evidenceOf(await measure.figure(reader, now, by), question);
  const { entries, after } = sliceOf(evidence, part, question.after, options.limit ?? EVIDENCE_PAGE);
  return {
    program,
    measure: measure.id,
    asOf,
    knownBy,
    counts: tally(evidence.map((entry) => entry.part)),
    entries,
    next: after === null ? null : encodePageCursor({ ...question, after }),
  };
}

function evidenceOf(figure: MeasureFigure, { key, column }: Question): readonly EvidenceEntry[] {
  if (key === null) return figure.evidence;
  const rows = figure.rows.filter(
    (row) => row.key === key && (column === null || row.column?.key === column),
  );
  if (rows.length > 0) return rows.flatMap(({ evidence }) => evidence);
  const keys = [...new Set(figure.rows.map((row) => row.key))].slice(0, 20);
  throw badRequest(`There is no row ${key}${column === null ? '' : ` with a column ${column}`}.`, [
    { pointer: 'key', reason: keys.length === 0 ? 'There are no rows.' : `Rows are: ${keys.join(', ')}.` },
  ]);
}

function questionOf(program: string, measure: Measure, options: MeasureEvidenceOptions): Question {
  const { asOf, knownBy, part, by, key, column, cursor } = options;
  if (cursor === undefined && key === undefined && column !== undefined)
    throw badRequest('A column is of one row.', [
      { pointer: 'key', reason: `missing: name the row whose column ${JSON.stringify(column)} is asked for` },
    ]);
  if (cursor === undefined)
    return {
      program,
      measure: measure.id,
      asOf,
      knownBy,
      part: part ?? null,
      by: by ?? null,
      key: key ?? null,
      column: column ?? null,
      after: null,
    };
  const earlier = decodePageCursor(cursor, cursorSchema);
  expectCursorKnown({ knownBy: earlier.knownBy }, knownBy);
  expectCursorKnown(earlier, asOf > knownBy ? asOf : knownBy);
  if (earlier.program === program && earlier.measure === measure.id) {
    expectSameQuestion({ part, by, key, column }, earlier);
    return earlier;
  }
  throw badRequest('This cursor belongs to other evidence; ask again without it.', [
    { pointer: 'cursor', reason: `of ${earlier.measure} of program ${earlier.program}` },
  ]);
}
