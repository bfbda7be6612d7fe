import type { ClickHouse } from '#clickhouse';
import { badRequest, expectCursorKnown, type Instant } from '#platform';
import type { Clocks } from '#program';
import { tally } from '../figure.ts';
import { inquire } from '../inquiry.ts';
import type { Dimension, KpiId } from '../kpi.schema.ts';
import { loaders } from '../loaders.ts';
import { contextOf } from '../scorecard.ts';
import { decodeCursor, encodeCursor, type EvidenceCursor } from './cursor.ts';
import type { EvidenceEntry, EvidencePart } from './evidence.ts';
import { sliceOf } from './page.ts';
import { expectSameQuestion } from './same-question.ts';

export interface EvidenceOptions extends Clocks {
  /** only this part; all when absent */
  readonly part?: EvidencePart | undefined;
  /** only the evidence of one row of a breakdown */
  readonly group?: { readonly by: Dimension; readonly key: string } | undefined;
  /** where an earlier page ended; it carries the whole question with its clocks, and a part or row beside it must be the same */
  readonly cursor?: string | undefined;
  /** entries in a page; 1 to 1,000 */
  readonly limit?: number | undefined;
  readonly requestId?: string | undefined;
}

export interface EvidencePage {
  readonly program: string;
  readonly kpi: KpiId;
  readonly asOf: Instant;
  readonly knownBy: Instant;
  /** how many entries each part has in all, whatever the page */
  readonly counts: Readonly<Record<string, number>>;
  readonly entries: readonly EvidenceEntry[];
  /** for the next page; null: this was the last */
  readonly next: string | null;
}

/** Entries in a page when nothing is said. */
export const EVIDENCE_PAGE = 200;
export const LARGEST_EVIDENCE_PAGE = 1000;

/**
 * The events behind a KPI, a page at a time. The cursor holds the resolved clocks, so that later pages come from the same
 * answer while events arrive. Its reader sees people: for the scope `people` alone.
 * @throws UnknownProgram; Problem 400 for a cursor of another KPI or program, a group that does not exist, or a wrong limit
 */
export async function evidenceAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  kpi: KpiId,
  options: EvidenceOptions,
): Promise<EvidencePage> {
  const limit = options.limit ?? EVIDENCE_PAGE;
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_EVIDENCE_PAGE)
    throw badRequest(`limit is a whole number from 1 to ${LARGEST_EVIDENCE_PAGE}.`, [
      { pointer: 'limit', reason: 'out of range' },
    ]);
  const question = questionOf(program, kpi, options);
  const { asOf, knownBy, part, by, key } = question;
  const store = { clickhouse, tenant, context: contextOf(options) };
  const { now, reader } = await inquire(store, program, { asOf, knownBy }, false);
  const reading = (await loaders[kpi].load(reader)).at(now);
  const groups = by === null ? [] : reading.by(by);
  const figure = by === null ? reading.whole() : groups.find((group) => group.key === key)?.figure;
  if (figure === undefined)
    throw badRequest(`There is no row ${JSON.stringify(key)} by ${by ?? ''}.`, [
      { pointer: 'key', reason: rowsThere(groups.map((group) => group.key)) },
    ]);

  const evidence = figure.evidence();
  const { entries, after } = sliceOf(evidence, part, question.after, limit);
  const counts = tally(evidence.map((entry) => entry.part));
  const next = after === null ? null : encodeCursor({ ...question, after });
  return { program, kpi, asOf, knownBy, counts, entries, next };
}

function rowsThere(keys: readonly string[]): string {
  return keys.length === 0
    ? 'This KPI has no rows there.'
    : `The rows there are: ${keys.slice(0, 20).join(', ')}.`;
}

type Question = Omit<EvidenceCursor, 'after'> & { readonly after: readonly string[] | null };

function questionOf(program: string, kpi: KpiId, options: EvidenceOptions): Question {
  const { asOf, knownBy, part, group, cursor } = options;
  if (cursor === undefined)
    return {
      program,
      kpi,
      asOf,
      knownBy,
      part: part ?? null,
      by: group?.by ?? null,
      key: group?.key ?? null,
      after: null,
    };
  const earlier = decodeCursor(cursor);
  expectCursorKnown({ knownBy: earlier.knownBy }, knownBy);
  expectCursorKnown(earlier, asOf > knownBy ? asOf : knownBy);
  if (earlier.program === program && earlier.kpi === kpi) {
    expectSameQuestion({ part, by: group?.by, key: group?.key }, earlier);
    return earlier;
  }
  throw badRequest('This cursor belongs to other evidence; ask again without it.', [
    { pointer: 'cursor', reason: `of ${earlier.kpi} of program ${earlier.program}` },
  ]);
}
