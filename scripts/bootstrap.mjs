// Plain Node (18 or newer), no dependency: makes a fresh clone ready to run, and does nothing when it is.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
/** Node 24, which the dev dependency `node` brings along. */
export const node = join(bin, 'node');

const say = (text) => process.stderr.write(`${text}\n`);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** The environment of what is started: Node 24 first on the path, for tools that start `node` themselves. */
export const environment = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` };

/** Installs the dependencies unless those of this lock file are there. */
export function ensureInstalled() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 18) fail(`Node 18 or newer is needed; this is ${process.version}.`);
  const marker = join(root, 'node_modules', '.installed');
  const wanted = sha256(read(join(root, 'package-lock.json')));
  if (existsSync(node) && read(marker) === wanted) return;
  say('Installing the dependencies (npm ci): about 350 MB to fetch, a minute or two …');
  const started = Date.now();
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (npm.status !== 0) fail('npm ci failed; its words are above.');
  if (!existsSync(node))
    fail(
      'npm ci did not bring Node 24 (the dev dependency "node"). Were install scripts or dev dependencies switched off?',
    );
  writeFileSync(marker, wanted);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Compiles apps and libs to dist unless that was done for these very files. */
export function ensureBuilt() {
  const marker = join(root, 'dist', '.built');
  const sources = ['apps', 'libs'].flatMap((folder) => filesIn(join(root, folder)));
  const state = sources.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`).join('\n');
  const wanted = sha256(state + read(join(root, 'tsconfig.json')) + read(join(root, 'tsconfig.build.json')));
  if (read(marker) === wanted) return;
  say('Compiling …');
  const started = Date.now();
  const tsc = spawnSync(
    node,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: root,
      env: environment,
      stdio: ['ignore', 2, 2],
    },
  );
  if (tsc.status !== 0) fail('The sources do not compile; the errors are above.');
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
  say(`Compiled in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** Starts Node 24 with these arguments, hands signals on to it, and resolves with its exit code. */
export function runNode(args, { cwd = process.cwd(), env = environment } = {}) {
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd, env, stdio: 'inherit' });
    // On a terminal the whole group gets Ctrl-C; this process only waits for the child to end well.
    const forward = (signal) => (process.stdin.isTTY && signal === 'SIGINT' ? undefined : child.kill(signal));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  });
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(path);
      return /(?<!\.spec)\.ts$/.test(entry.name) ? [path] : [];
    });
}

function fail(reason) {
  say(reason);
  process.exit(1);
}
