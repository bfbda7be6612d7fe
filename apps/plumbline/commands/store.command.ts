import type { Command } from 'commander';
import { DEFAULT_TENANT } from '#access';
import { settingsOfThisProcess } from '#platform';
import { z } from 'zod';
import { print, table } from './print.ts';
import { withServer } from './server-client.ts';

const statuses = z.object({
  migrations: z.array(
    z.object({
      number: z.number(),
      file: z.string(),
      state: z.enum(['applied', 'partly', 'pending']),
      statements: z.object({ applied: z.number(), total: z.number() }),
      appliedAt: z.string().nullable(),
    }),
  ),
});
const rebuilt = z.object({
  facts: z.array(
    z.object({ fact: z.string(), rowsBefore: z.number(), rowsAfter: z.number(), identical: z.boolean() }),
  ),
});

/** `migrate` and `rebuild`: what is done to the store as a whole. */
export function addStore(program: Command): void {
  program
    .command('migrate')
    .description(
      'Bring the database to this version; `up` does it by itself. With --status, tell how far it is.',
    )
    .option('--status', 'list the migrations', false)
    .option('--json', 'print JSON', false)
    .action(async (options: { status: boolean; json: boolean }) => {
      const { migrations } = await withServer(settingsOfThisProcess(), DEFAULT_TENANT, async (client) =>
        statuses.parse(await client.json('GET', '/operator/migrations')),
      );
      const pending = migrations.filter(({ state }) => state !== 'applied');
      print(options.json, migrations, (all) =>
        options.status
          ? table([
              ['migration', 'state', 'statements', 'applied at'],
              ...all.map((one) => [
                one.file,
                one.state,
                `${one.statements.applied}/${one.statements.total}`,
                one.appliedAt ?? '',
              ]),
            ])
          : `${all.length - pending.length} of ${all.length} migrations are applied.`,
      );
      if (pending.length > 0) process.exitCode = 1;
    });

  program
    .command('rebuild')
    .description('Make all facts anew from the log and compare them with those that were there.')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      const { facts } = await withServer(settingsOfThisProcess(), DEFAULT_TENANT, async (client) =>
        rebuilt.parse(await client.json('POST', '/operator/rebuild')),
      );
      print(options.json, facts, (all) =>
        table([
          ['fact', 'before', 'after', ''],
          ...all.map((fact) => [
            fact.fact,
            String(fact.rowsBefore),
            String(fact.rowsAfter),
            fact.identical ? 'identical' : 'CHANGED',
          ]),
        ]),
      );
      if (facts.some((fact) => !fact.identical)) process.exitCode = 1;
    });
}
