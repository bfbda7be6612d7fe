import type { Command } from 'commander';
import { DEFAULT_TENANT, keyRequest } from '#access';
import { settingsOfThisProcess } from '#platform';
import { z } from 'zod';
import { print, table } from './print.ts';
import { withServer } from './server-client.ts';

const created = z.object({
  id: z.string(),
  secret: z.string(),
  tenant: z.string(),
  scopes: z.array(z.string()),
  name: z.string(),
  lenient: z.boolean(),
});
const listed = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      createdAt: z.string(),
      revokedAt: z.string().nullable(),
    }),
  ),
});

const pathOf = (tenant: string, ...rest: string[]) =>
  ['/operator/tenants', encodeURIComponent(tenant), 'keys', ...rest.map(encodeURIComponent)].join('/');

interface CreateOptions {
  readonly scope: string;
  readonly name: string;
  readonly tenant: string;
  readonly lenient: boolean;
  readonly origin?: string[];
  readonly json: boolean;
}

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys: make, list, revoke.');

  keys
    .command('create')
    .description('Make a key. Its secret is told once.')
    .requiredOption('--scope <scopes>', 'comma-separated: ingest, read, reports, people, admin')
    .requiredOption('--name <name>', 'what the key is for')
    .option('--tenant <tenant>', 'whose key', DEFAULT_TENANT)
    .option('--lenient', 'accept the documented deviations of widely used senders', false)
    .option(
      '--origin <origins...>',
      'web origins whose pages may use it in a browser: https://content.example.org',
    )
    .option('--json', 'print JSON', false)
    .action(async (options: CreateOptions) => {
      const request = keyRequest.parse({
        name: options.name,
        scopes: options.scope.split(',').map((scope) => scope.trim()),
        lenient: options.lenient,
        origins: options.origin,
      });
      const key = await withServer(settingsOfThisProcess(), options.tenant, async (client) =>
        created.parse(await client.json('POST', pathOf(options.tenant), request)),
      );
      const { id, secret, tenant, scopes } = key;
      print(
        options.json,
        { id, secret, tenant, scopes },
        () => `${id}.${secret}\nTenant ${tenant}, scopes ${scopes.join(', ')}. The secret is told this once.`,
      );
    });

  keys
    .command('list')
    .description('List the keys of a tenant, without their secrets.')
    .option('--tenant <tenant>', 'whose keys', DEFAULT_TENANT)
    .option('--json', 'print JSON', false)
    .action(async (options: { tenant: string; json: boolean }) => {
      const list = await withServer(settingsOfThisProcess(), options.tenant, async (client) =>
        listed.parse(await client.json('GET', pathOf(options.tenant))),
      );
      print(options.json, list.keys, (all) =>
        table([
          ['id', 'name', 'scopes', 'created', 'revoked'],
          ...all.map((key) => [key.id, key.name, key.scopes.join(','), key.createdAt, key.revokedAt ?? '']),
        ]),
      );
    });

  keys
    .command('revoke <id>')
    .description('Revoke a key at once and for good.')
    .option('--tenant <tenant>', 'whose key', DEFAULT_TENANT)
    .action(async (id: string, options: { tenant: string }) => {
      await withServer(settingsOfThisProcess(), options.tenant, (client) =>
        client.json('DELETE', pathOf(options.tenant, id)),
      );
      process.stdout.write(`${id} is revoked.\n`);
    });
}
