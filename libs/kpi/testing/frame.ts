import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { identityRegister, parseProgramFile, type Program } from '#program';
import type { Member } from '../cohort/member.ts';
import type { Frame } from '../frame/frame.ts';
import { moment } from './history.ts';

/** The example program; its text may be edited first. */
export function exampleProgram(edit: (yaml: string) => string = (yaml) => yaml): Program {
  const text = readFileSync(join(projectRoot, 'test/fixtures/programs/ai-reskilling-90-days.yaml'), 'utf8');
  const parsed = parseProgramFile(edit(text), 'yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.program;
}

/** A frame of the example program in which every identity is unknown. */
export function frameOf(
  members: readonly Member[],
  asOf: string,
  program: Program = exampleProgram(),
): Frame {
  const clocks = { asOf: moment(asOf), knownBy: moment(asOf) };
  return { clocks, program, members, identities: identityRegister([]) };
}
