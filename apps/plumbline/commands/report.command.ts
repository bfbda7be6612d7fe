import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_TENANT } from '#access';
import { settingsOfThisProcess } from '#platform';
import { documentIds, type DocumentId } from '#reports';
import { z } from 'zod';
import { print } from './print.ts';
import { Progress } from './progress.ts';
import { withServer, type ServerClient } from './server-client.ts';

interface RenderOptions {
  readonly period: string;
  readonly format: 'A4' | 'Letter';
  readonly knownBy?: string;
  readonly out?: string;
  readonly tenant: string;
  readonly json: boolean;
}

const report = z.object({
  id: z.string(),
  state: z.enum(['queued', 'rendering', 'done', 'failed']),
  edition: z.number().nullable(),
  sha256: z.string(),
  failure: z.string(),
});
type Report = z.infer<typeof report>;

const POLL_MILLIS = 200;

/** The report was stopped: by its gate, or because it could not be made. Nothing was written. */
export class ReportFailed extends Error {
  constructor(document: string, failure: string) {
    super(`The report ${document} was not made, and no file was written. ${failure}`);
    this.name = 'ReportFailed';
  }
}

export function addReport(program: Command): void {
  const reports = program.command('report').description('Reports as PDF.');
  reports
    .command('render')
    .description(
      'Have a report made and write its file. The same report asked for again is the same edition, byte for byte.',
    )
    .argument('<program>', 'id of the program')
    .addArgument(new Argument('<document>', 'which report').choices(documentIds))
    .requiredOption('--period <month>', 'the month it is about: 2026-10', month)
    .addOption(new Option('--format <format>', 'paper').choices(['A4', 'Letter']).default('A4'))
    .option('--known-by <moment>', 'report what was known by then; absent: what is known now')
    .option('--out <file>', 'where the file goes; absent: <program>-<document>-<period>.pdf here')
    .option('--tenant <tenant>', 'whose program', DEFAULT_TENANT)
    .option('--json', 'print JSON', false)
    .action(async (id: string, document: DocumentId, options: RenderOptions) => {
      const file = resolve(options.out ?? `${id}-${document}-${options.period}.pdf`);
      const made = await withServer(settingsOfThisProcess(), options.tenant, async (client) => {
        const done = await order(client, id, document, options);
        const answer = await client.request(
          'GET',
          `/v1/reports/${done.id}.pdf`,
          undefined,
          'application/pdf',
        );
        writeFileSync(file, new Uint8Array(await answer.arrayBuffer()));
        return { id: done.id, document, edition: done.edition, sha256: done.sha256, file };
      });
      print(
        options.json,
        made,
        ({ edition }) => `${file} (edition ${edition ?? '-'}, sha256 ${made.sha256})`,
      );
    });
}

async function order(
  client: ServerClient,
  program: string,
  document: DocumentId,
  { period, format, knownBy }: RenderOptions,
): Promise<Report> {
  const path = `/v1/programs/${encodeURIComponent(program)}/reports`;
  const request = { document, period, format, ...(knownBy === undefined ? {} : { knownBy }) };
  const progress = new Progress();
  let state = report.parse(await client.json('POST', path, request));
  while (state.state !== 'done') {
    if (state.state === 'failed') throw new ReportFailed(document, state.failure);
    progress.show(`Typesetting ${document}`, state.state === 'rendering' ? 1 : 0, 2);
    await sleep(POLL_MILLIS);
    state = report.parse(await client.json('GET', `/v1/reports/${state.id}`));
  }
  progress.show(`Typesetting ${document}`, 2, 2);
  return state;
}

function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('A period is a month, as in 2026-10.');
}
