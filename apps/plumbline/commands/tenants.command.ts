import type { Command } from 'commander';
import { DEFAULT_TENANT, tenantName } from '#access';
import { settingsOfThisProcess } from '#platform';
import { z } from 'zod';
import { print, table } from './print.ts';
import { withServer } from './server-client.ts';

const asked = z.object({ tenant: tenantName });
const listed = z.object({ tenants: z.array(z.object({ tenant: z.string(), createdAt: z.string() })) });
const made = z.object({ tenant: z.string(), created: z.boolean() });

export function addTenants(program: Command): void {
  const tenants = program.command('tenants').description('Tenants: make and list.');

  tenants
    .command('create <tenant>')
    .description('Make a tenant: its events, keys and programs are seen by no other.')
    .option('--json', 'print JSON', false)
    .action(async (tenant: string, options: { json: boolean }) => {
      const request = asked.parse({ tenant });
      const result = await withServer(settingsOfThisProcess(), DEFAULT_TENANT, async (client) =>
        made.parse(await client.json('POST', '/operator/tenants', request)),
      );
      print(options.json, result, ({ tenant: made, created }) =>
        created ? `The tenant ${made} is made.` : `The tenant ${made} was there already.`,
      );
    });

  tenants
    .command('list')
    .description('List the tenants.')
    .option('--json', 'print JSON', false)
    .action(async (options: { json: boolean }) => {
      const list = await withServer(settingsOfThisProcess(), DEFAULT_TENANT, async (client) =>
        listed.parse(await client.json('GET', '/operator/tenants')),
      );
      print(options.json, list.tenants, (all) =>
        table([['tenant', 'created'], ...all.map((tenant) => [tenant.tenant, tenant.createdAt])]),
      );
    });
}
