import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { DEFAULT_TENANT } from '#access';
import { settingsOfThisProcess } from '#platform';
import { parseProgramFile } from '#program';
import { z } from 'zod';
import { print } from './print.ts';
import { withServer } from './server-client.ts';

const defined = z.object({ program: z.string(), version: z.string(), events: z.number() });

/** A program file with errors; each with its place. */
export class ProgramFileRefused extends Error {
  constructor(
    file: string,
    errors: readonly { line: number; column: number; pointer: string; reason: string }[],
  ) {
    super(
      errors
        .map(({ line, column, pointer, reason }) => `${file}:${line}:${column} ${pointer} ${reason}`)
        .join('\n'),
    );
    this.name = 'ProgramFileRefused';
  }
}

export function addProgram(program: Command): void {
  const programs = program.command('program').description('Program files.');
  programs
    .command('apply <file>')
    .description('Check a program file (YAML or JSON) and apply it. Applied again it changes nothing.')
    .option('--tenant <tenant>', 'whose program', DEFAULT_TENANT)
    .option('--json', 'print JSON', false)
    .action(async (file: string, options: { tenant: string; json: boolean }) => {
      const text = readFileSync(file, 'utf8');
      // JSON is read as the YAML that it is, so that errors name its lines.
      const parsed = parseProgramFile(text, 'yaml');
      if (!parsed.ok) throw new ProgramFileRefused(file, parsed.errors);
      const path = `/v1/programs/${encodeURIComponent(parsed.program.program.id)}`;
      const result = await withServer(settingsOfThisProcess(), options.tenant, async (client) =>
        defined.parse(await (await client.request('PUT', path, { type: 'application/yaml', text })).json()),
      );
      print(options.json, result, ({ program: id, events, version }) =>
        events === 0
          ? `${id} stands as it was (version ${version.slice(0, 12)}).`
          : `${id} is applied: ${events} new events (version ${version.slice(0, 12)}).`,
      );
    });
}
