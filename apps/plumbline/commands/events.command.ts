import { InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_TENANT } from '#access';
import { settingsOfThisProcess } from '#platform';
import { importFile } from '../import/import-file.ts';
import { importKinds, type ImportKind, type Rejection } from '../import/item.ts';
import { print } from './print.ts';
import { Progress } from './progress.ts';
import { withServer } from './server-client.ts';

interface ImportCommandOptions {
  readonly as?: ImportKind;
  readonly batch: number;
  readonly tenant: string;
  readonly json: boolean;
}

/** What `/xapi/statements` takes at most in one request. */
const LARGEST_BATCH = 1000;

export function addEvents(program: Command): void {
  const events = program.command('events').description('Events and statements.');
  events
    .command('import')
    .description(
      'Send a file of CloudEvents or xAPI statements: one JSON object a line, or a JSON array; .gz too.',
    )
    .argument('<file>', 'the file')
    .addOption(
      new Option('--as <kind>', 'what it holds; absent: its first element tells').choices(importKinds),
    )
    .option('--batch <count>', 'how many in one request', batchSize, 500)
    .option('--tenant <tenant>', 'whose events', DEFAULT_TENANT)
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      '\nIds are identities: a file that is sent again, or after an interruption, adds nothing twice. A statement without\nan id gets one made of its content. What is refused is told with its line, the rest is stored; exit 1 then.',
    )
    .action(async (file: string, options: ImportCommandOptions) => {
      const progress = new Progress();
      const rejected: Rejection[] = [];
      const imported = await withServer(settingsOfThisProcess(), options.tenant, (client) =>
        importFile({
          file,
          kind: options.as ?? null,
          batch: options.batch,
          send: (path, type, text, headers) => client.send('POST', path, { type, text }, headers),
          onRejected: (rejection) => {
            if (options.json) rejected.push(rejection);
            else progress.say(`${file}:${rejection.line} ${rejection.pointer} ${rejection.reason}`);
          },
          onProgress: (done, total) => progress.show('Importing (kB)', kilobytes(done), kilobytes(total)),
        }),
      );
      print(options.json, { ...imported, rejected: options.json ? rejected : imported.rejected }, () => {
        const { kind, read, accepted, duplicates, rejected: refused } = imported;
        const again = duplicates > 0 ? `, ${duplicates} were there already` : '';
        return `${read} ${kind ?? 'elements'} read: ${accepted} accepted${again}, ${refused} rejected.`;
      });
      if (imported.rejected > 0) process.exitCode = 1;
    });
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}

function batchSize(text: string): number {
  const size = Number(text);
  if (/^\d+$/.test(text) && size >= 1 && size <= LARGEST_BATCH) return size;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${LARGEST_BATCH}.`);
}
