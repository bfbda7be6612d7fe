// Every check that this machine can run. Last line: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, environment, node, root } from './bootstrap.mjs';

ensureInstalled();

const tool = (...path) => join(root, 'node_modules', ...path);
const checks = [
  ['formatting', [tool('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--log-level', 'warn']],
  ['lint', [tool('oxlint', 'bin', 'oxlint'), '--deny-warnings']],
  ['types', [tool('typescript', 'bin', 'tsc'), '--noEmit']],
  [
    'import rules',
    [
      tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'libs',
      'test',
    ],
  ],
];

let passed = 0;
let failed = 0;
const record = (name, ok, seconds) => {
  if (ok) passed += 1;
  else failed += 1;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`);
};
const run = (args, env = {}) =>
  spawnSync(node, args, {
    cwd: root,
    env: { ...environment, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  }).status === 0;
const timed = (name, work) => {
  const started = performance.now();
  record(name, work(), (performance.now() - started) / 1000);
};

const only = process.argv.slice(2);
if (only.length === 0) {
  for (const [name, args] of checks) timed(name, () => run(args));
}
ensureBuilt();
if (only.length === 0)
  timed('generated files are fresh', () =>
    run([join(root, 'dist', 'apps', 'plumbline', 'main.js'), 'generate', '--check']),
  );

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
const report = join(folder, 'jest.json');
const skippedFile = join(folder, 'skipped.txt');
run(
  [
    '--experimental-vm-modules',
    '--no-warnings',
    tool('jest', 'bin', 'jest.js'),
    '--ci',
    '--json',
    `--outputFile=${report}`,
    ...only,
  ],
  {
    PLUMBLINE_SKIPPED_FILE: skippedFile,
  },
);
const skipped = existsSync(skippedFile) ? readFileSync(skippedFile, 'utf8').split('\n').filter(Boolean) : [];
let ran = 0;
if (existsSync(report)) {
  const jest = JSON.parse(readFileSync(report, 'utf8'));
  ran = jest.numPassedTests;
  passed += jest.numPassedTests;
  // A file that does not load has no failed test, but is a failure.
  failed += jest.numFailedTests + jest.numRuntimeErrorTestSuites;
  for (const suite of jest.testResults) {
    for (const test of suite.assertionResults)
      if (test.status === 'pending' || test.status === 'todo') skipped.push(test.fullName);
  }
} else {
  failed += 1;
  process.stdout.write('FAILED jest left no report\n');
}
rmSync(folder, { recursive: true, force: true });

for (const name of skipped) process.stdout.write(`skipped: ${name}\n`);
const wholeSuiteNeeded = process.env.CI === 'true';
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
process.exitCode = failed > 0 || ran === 0 || (wholeSuiteNeeded && skipped.length > 0) ? 1 : 0;
