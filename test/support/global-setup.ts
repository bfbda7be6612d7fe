import { mkdtempSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './run-server.ts';

/** One ClickHouse for the whole run; with PLUMBLINE_TEST_CLICKHOUSE_URL set, the server there. */
export default async function setup(): Promise<void> {
  if (process.env['PLUMBLINE_TEST_CLICKHOUSE_URL'] !== undefined) return;
  const { EmbeddedServer } = await fromSource();
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  const server = await EmbeddedServer.start({ dataDir: folder });
  process.env['PLUMBLINE_TEST_CLICKHOUSE_URL'] = server.address.url;
  process.env['PLUMBLINE_TEST_CLICKHOUSE_USER'] = server.address.user;
  process.env['PLUMBLINE_TEST_CLICKHOUSE_PASSWORD'] = server.address.password;
  globalThis.plumblineRunServer = { server, folder };
}

/** Jest resolves imports of this file as Node does, without the condition that its test environment has. */
async function fromSource(): Promise<typeof import('#clickhouse')> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: [...context.conditions, 'plumbline-source'] }),
  });
  try {
    return await import('#clickhouse');
  } finally {
    hooks.deregister();
  }
}
