import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { publishedSchemas } from '#events';
import {
  createLogger,
  environmentExample,
  projectRoot,
  randomIds,
  readSettings,
  systemClock,
} from '#platform';
import { up } from '../up/up.ts';

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Files that are made from the code and kept in the repository, so that outsiders can read them without running it. */
async function generatedFiles(): Promise<GeneratedFile[]> {
  return [
    { path: '.env.example', text: environmentExample() },
    ...publishedSchemas().map(({ path, json }) => ({
      path: join('docs', 'schemas', path),
      text: jsonText(json),
    })),
    { path: join('docs', 'openapi.json'), text: jsonText(await openApi()) },
  ];
}

/** The document as the real application serves it, started on a data directory of its own. */
async function openApi(): Promise<unknown> {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-generate-'));
  try {
    const server = await up({
      settings: readSettings({ PLUMBLINE_DATA_DIR: dataDir, PLUMBLINE_PORT: '0' }),
      logger: createLogger('error'),
      clock: systemClock,
      ids: randomIds,
      onLost: () => process.exit(1),
    });
    try {
      const answer = await fetch(new URL('/openapi.json', server.url));
      return await answer.json();
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function jsonText(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

export function addGenerate(program: Command): void {
  program
    .command('generate', { hidden: true })
    .description('Write the files that are made from the code; with --check, tell which are stale.')
    .option('--check', 'change nothing; exit 1 when a file is stale', false)
    .action(async (options: { check: boolean }) => {
      const stale = (await generatedFiles()).filter(
        ({ path, text }) =>
          !existsSync(join(projectRoot, path)) || readFileSync(join(projectRoot, path), 'utf8') !== text,
      );
      for (const { path, text } of stale) {
        if (options.check) {
          process.stderr.write(`${path} is stale; run npm run generate.\n`);
          continue;
        }
        mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
        writeFileSync(join(projectRoot, path), text);
        process.stdout.write(`${path}\n`);
      }
      if (options.check && stale.length > 0) process.exitCode = 1;
    });
}
