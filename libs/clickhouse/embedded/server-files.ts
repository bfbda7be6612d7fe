import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { resolveLibchdb } from 'chdb/libchdb';

/** Where one embedded server keeps what, and how it is asked. */
export interface ServerFiles {
  readonly user: string;
  readonly password: string;
  readonly logFile: string;
  /** The argument of `server-process.mjs`. */
  readonly launchFile: string;
}

const USER = 'plumbline';

/** Half of the machine, but no more than 8 GiB, when nothing is said. */
export function defaultMemoryLimit(): number {
  return Math.min(Math.floor(totalmem() / 2), 8 * 2 ** 30);
}

/** Writes configuration, users with a fresh password, and the launch file, all readable by their owner only. */
export function writeServerFiles(options: {
  readonly dataDir: string;
  readonly port: number;
  readonly memoryLimitBytes: number;
}): ServerFiles {
  const dataDir = resolve(options.dataDir);
  const folder = join(dataDir, 'clickhouse-config');
  const dataPath = join(dataDir, 'clickhouse');
  const logs = join(dataDir, 'logs');
  for (const needed of [folder, dataPath, logs]) {
    mkdirSync(needed, { recursive: true, mode: 0o700 });
    chmodSync(needed, 0o700);
  }

  const password = randomBytes(24).toString('base64url');
  const logFile = join(logs, 'clickhouse.log');
  const usersFile = join(folder, 'users.xml');
  const configFile = join(folder, 'config.xml');
  const launchFile = join(folder, 'launch.json');
  writePrivate(usersFile, usersXml(password));
  writePrivate(configFile, configXml({ usersFile, logFile, memoryLimitBytes: options.memoryLimitBytes }));
  writePrivate(join(folder, 'password'), password);
  writePrivate(
    launchFile,
    JSON.stringify({ library: resolveLibchdb().path, dataPath, configFile, port: options.port }),
  );
  return { user: USER, password, logFile, launchFile };
}

/**
 * The query that keeps the server alive runs as `default`, which therefore exists without a password and answers HTTP;
 * these two grants are all it can do.
 */
function usersXml(password: string): string {
  const hash = createHash('sha256').update(password).digest('hex');
  const account = '<networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>';
  return `<clickhouse>
<profiles><default><log_queries>0</log_queries></default></profiles>
<quotas><default/></quotas>
<users>
<default><password></password>${account}<grants>
<query>GRANT SYSTEM LISTEN ON *.*</query>
<query>GRANT SELECT ON system.numbers</query>
</grants></default>
<${USER}><password_sha256_hex>${hash}</password_sha256_hex>${account}</${USER}>
</users>
</clickhouse>
`;
}

/**
 * `query_log` is written only for queries that ask for it with `log_queries=1`. A stop waits for idle connections, so they
 * are kept for no longer than the client reuses them (2.5 s).
 */
function configXml(options: { usersFile: string; logFile: string; memoryLimitBytes: number }): string {
  return `<clickhouse>
<users_config>${xmlText(options.usersFile)}</users_config>
<logger><log>${xmlText(options.logFile)}</log><size>10M</size><count>3</count></logger>
<max_server_memory_usage>${options.memoryLimitBytes}</max_server_memory_usage>
<keep_alive_timeout>3</keep_alive_timeout>
<background_schedule_pool_size>32</background_schedule_pool_size>
<query_log><database>system</database><table>query_log</table><ttl>event_date + INTERVAL 1 DAY DELETE</ttl></query_log>
</clickhouse>
`;
}

function writePrivate(file: string, content: string): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
