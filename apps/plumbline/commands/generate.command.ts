import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { publishedSchemas } from '#events';
import { environmentExample, projectRoot } from '#platform';

/** Files that are made from the code and kept in the repository, so that outsiders can read them without running it. */
function generatedFiles(): { path: string; text: string }[] {
  return [
    { path: '.env.example', text: environmentExample() },
    ...publishedSchemas().map(({ path, json }) => ({
      path: join('docs', 'schemas', path),
      text: `${JSON.stringify(json, null, 2)}\n`,
    })),
  ];
}

export function addGenerate(program: Command): void {
  program
    .command('generate', { hidden: true })
    .description('Write the files that are made from the code; with --check, tell which are stale.')
    .option('--check', 'change nothing; exit 1 when a file is stale', false)
    .action((options: { check: boolean }) => {
      const stale = generatedFiles().filter(
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
