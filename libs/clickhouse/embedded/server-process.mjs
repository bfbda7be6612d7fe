/**
 * The process that the embedded ClickHouse lives in. Plain JavaScript, so that it starts from source and from dist alike.
 * Its one argument is the path of a JSON file `{library, dataPath, configFile, port}`; its standard input is a pipe from
 * the process that started it.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataType, load, open } from 'ffi-rs';

const { library, dataPath, configFile, port } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

// Nothing but the death of the starter closes this pipe, and kill -9 leaves no other trace. The engine's exit handlers
// may hang while its threads run, and its data needs no farewell, so this is not process.exit.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.resume();

// Ctrl-C and service managers signal the whole group; the starter still needs the database then, and stops it itself.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

// clickhouse-local forgets its system tables at exit but leaves their folders, which block the next query_log.
rmSync(join(dataPath, 'data', 'system'), { recursive: true, force: true });

// The server listens for as long as this query runs; cancelling it is the clean way to stop.
const keepAlive =
  'SELECT sleepEachRow(1) FROM system.numbers FORMAT Null ' +
  'SETTINGS function_sleep_max_microseconds_per_block=0, max_block_size=1';
const args = [
  'clickhouse',
  `--path=${dataPath}`,
  `--http_port=${port}`,
  '--listen_host=127.0.0.1',
  '--log-level=warning',
  `--config-file=${configFile}`,
  `--query=SYSTEM START LISTEN HTTP; ${keepAlive}`,
];

open({ library: 'chdb', path: library });
await load({
  library: 'chdb',
  funcName: 'query_stable_v2',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
  runInNewThread: true,
});
process.exit(0);
