import { hash } from 'node:crypto';
import { defineQuery, type ClickHouse, type QueryContext } from '#clickhouse';
import { canonicalJson } from '#events';
import { originColumns, originOf, type FactOrigin } from '#facts';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import { checkDefinition } from '../file/parse-program-file.ts';
import type { Program } from './program.ts';

/** A definition in force, and the event that put it there. */
export interface ProgramInForce {
  readonly program: Program;
  readonly effectiveFrom: Instant;
  readonly recordedAt: Instant;
  /** SHA-256 of the definition, lower-case hex: the ETag of the program. */
  readonly version: string;
  readonly source: string;
  readonly id: string;
}

/** The log holds a definition that this version of the product cannot read. */
export class UnreadableDefinition extends Error {
  readonly program: string;

  constructor(program: string, recordedAt: Instant, reasons: readonly string[]) {
    super(
      `The definition of program ${program} recorded at ${recordedAt} cannot be read: ${reasons.join('; ')}`,
    );
    this.name = 'UnreadableDefinition';
    this.program = program;
  }
}

export interface DefinitionFact extends FactOrigin {
  readonly definition: string;
}

export const definitionRow = z
  .object({ ...originColumns, definition: z.string() })
  .transform((row): DefinitionFact => ({ ...originOf(row), definition: row.definition }));

const definitionInForce = defineQuery({
  name: 'program.definition-in-force',
  sql: `
    SELECT definition, source, id, occurred_at, recorded_at
    FROM program_facts_at(tenant = {tenant:String}, program = {program:String}, as_of = {as_of:String}, known_by = {known_by:String})
    ORDER BY occurred_at DESC, recorded_at DESC
    LIMIT 1`,
  params: z.object({ program: z.string(), as_of: z.string(), known_by: z.string() }),
  row: definitionRow,
});

const definedPrograms = defineQuery({
  name: 'program.ids',
  sql: `
    SELECT DISTINCT program FROM program_facts
    WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC')
      AND (source, id) NOT IN (
        SELECT target_source, target_id FROM void_facts
        WHERE tenant = {tenant:String} AND recorded_at <= parseDateTime64BestEffort({known_by:String}, 6, 'UTC'))
    ORDER BY program`,
  params: z.object({ known_by: z.string() }),
  row: z.object({ program: z.string() }),
});

/** The definition in force: the latest by effectiveFrom that both clocks let through, of equals the last recorded. @throws UnreadableDefinition */
export async function programAt(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  clocks: Clocks,
  context?: QueryContext,
): Promise<ProgramInForce | null> {
  const params = { program, as_of: clocks.asOf, known_by: clocks.knownBy };
  const [row] = await clickhouse.query(definitionInForce, tenant, params, context);
  return row ? readDefinition(program, row) : null;
}

/** A definition as the log has it, with its checks. @throws UnreadableDefinition */
export function readDefinition(program: string, fact: DefinitionFact): ProgramInForce {
  const definition: unknown = JSON.parse(fact.definition);
  const checked = checkDefinition(definition);
  if (!checked.ok) {
    const reasons = checked.faults.slice(0, 5).map(({ path, reason }) => `${path.join('.')}: ${reason}`);
    throw new UnreadableDefinition(program, fact.recordedAt, reasons);
  }
  return {
    program: checked.program,
    effectiveFrom: fact.occurredAt,
    recordedAt: fact.recordedAt,
    version: definitionVersion(definition),
    source: fact.source,
    id: fact.id,
  };
}

/** The ids of every program that was ever defined by then, in order. */
export async function programIds(
  clickhouse: ClickHouse,
  tenant: string,
  knownBy: Instant,
): Promise<string[]> {
  const rows = await clickhouse.query(definedPrograms, tenant, { known_by: knownBy });
  return rows.map(({ program }) => program);
}

/** SHA-256 of a definition, lower-case hex; the order of its keys does not matter. */
export function definitionVersion(definition: unknown): string {
  return hash('sha256', canonicalJson(definition));
}
