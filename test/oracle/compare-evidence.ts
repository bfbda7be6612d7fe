import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Asked } from './delivery/questions.ts';
import type { Tenant } from './delivery/tenant.ts';
import { countEach, type Expected, type Reading } from './naive/figure.ts';

const page = z.object({
  counts: z.record(z.string(), z.number()),
  entries: z.array(z.object({ part: z.string(), subject: z.string(), source: z.string(), id: z.string() })),
  next: z.string().nullable(),
});

interface FigureName {
  readonly program: string;
  readonly kpi: string;
}

/** The whole evidence of a KPI and, where it is asked for, that of its first row, entry by entry; returns how many were compared. */
export async function compareEvidence(
  tenant: Tenant,
  figure: FigureName,
  { asOf, knownBy, by }: Asked,
  { whole, rows }: Reading,
  withRow: boolean,
): Promise<number> {
  const compared = await compareWith(tenant, figure, { asOf, knownBy }, whole);
  const [first] = rows;
  if (first === undefined || !withRow) return compared;
  const [key, row] = first;
  return compared + (await compareWith(tenant, figure, { asOf, knownBy, by, key }, row));
}

async function compareWith(
  tenant: Tenant,
  { program, kpi }: FigureName,
  parameters: Readonly<Record<string, string>>,
  expected: Expected,
): Promise<number> {
  const answer = await tenant.get(`/v1/programs/${program}/kpis/${kpi}/evidence`, {
    ...parameters,
    limit: '1000',
  });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  const { counts, entries, next } = page.parse(JSON.parse(answer.text));
  const found = entries.map(({ part, subject, source, id }) => `${part} ${subject} ${source} ${id}`);
  assert.deepEqual([kpi, ...found.toSorted()], [kpi, ...expected.evidence.toSorted()]);
  assert.equal(next, null);
  assert.deepEqual(counts, countEach(entries.map(({ part }) => part)));
  return entries.length;
}
