import type { ClickHouse, QueryContext } from '#clickhouse';
import { ByIdentity, FactQuery, occurredBy } from '#facts';
import type { Instant } from '#platform';
import { z } from 'zod';
import type { Clocks } from '../clocks.ts';
import {
  definitionRow,
  readDefinition,
  type DefinitionFact,
  type ProgramInForce,
} from '../definition/program.query.ts';
import type { Program } from '../definition/program.ts';

const definitions = new FactQuery({
  name: 'program.definitions',
  types: ['plumbline.program.defined'],
  table: 'program_facts',
  columns: 'definition',
  where: 'program = {program:String}',
  params: z.object({ program: z.string() }),
  row: definitionRow,
});

const checked = new ByIdentity<ProgramInForce>();

/** As `programAt`, from memory. @throws UnreadableDefinition */
export async function recallProgram(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  clocks: Clocks,
  context?: QueryContext,
): Promise<ProgramInForce | null> {
  const facts = await definitions.recall(clickhouse, tenant, { program }, clocks.knownBy, context);
  const [latest] = occurredBy(facts, clocks.asOf).toSorted(byEffect);
  return latest === undefined ? null : definitionOf(program, latest);
}

/** Every definition of a program that was recorded by then, whenever it comes into force. @throws UnreadableDefinition */
export async function recallDefinitions(
  clickhouse: ClickHouse,
  tenant: string,
  program: string,
  knownBy: Instant,
  context?: QueryContext,
): Promise<Program[]> {
  const facts = await definitions.recall(clickhouse, tenant, { program }, knownBy, context);
  return facts.map((fact) => definitionOf(program, fact).program);
}

function definitionOf(program: string, fact: DefinitionFact): ProgramInForce {
  return checked.of([fact], '', () => readDefinition(program, fact));
}

/** The one that took effect last; of equals the last recorded. */
function byEffect(a: DefinitionFact, b: DefinitionFact): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? 1 : -1;
  return a.recordedAt < b.recordedAt ? 1 : -1;
}
