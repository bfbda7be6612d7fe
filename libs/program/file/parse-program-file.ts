import type { z } from 'zod';
import { jsonPointer } from '#platform';
import { resolveProgram, type Program } from '../definition/program.ts';
import { crossChecks } from './cross-checks.ts';
import { fileFaults, type FileFault } from './file-fault.ts';
import { programSchema } from './program.schema.ts';
import { errorAt, readSource, type ProgramFileError, type ProgramFileFormat } from './source-text.ts';

export type ParsedProgramFile =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly errors: readonly ProgramFileError[] };

/** More are no help, and make an answer without end. */
const MAX_ERRORS = 500;

/** Reads a program file; all its errors at once (500 at most), in the order of the lines. */
export function parseProgramFile(text: string, format: ProgramFileFormat): ParsedProgramFile {
  const read = readSource(text, format);
  if (!read.ok) return read;
  const { value, locate } = read.source;
  const checked = checkDefinition(value);
  if (checked.ok) return checked;
  const errors = checked.faults.map(({ path, reason }) => errorAt(locate(path), jsonPointer(path), reason));
  return {
    ok: false,
    errors: errors.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, MAX_ERRORS),
  };
}

/** Checks a definition that has no text any more: the data of `program.defined`, or a JSON body. */
export function checkDefinition(
  value: unknown,
):
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly faults: readonly FileFault[] } {
  const parsed: z.ZodSafeParseResult<z.output<typeof programSchema>> = programSchema.safeParse(value);
  const faults = [...(parsed.success ? [] : fileFaults(parsed.error)), ...crossChecks(value)];
  return parsed.success && faults.length === 0
    ? { ok: true, program: resolveProgram(parsed.data) }
    : { ok: false, faults };
}
