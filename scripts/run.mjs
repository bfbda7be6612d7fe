// Makes the checkout ready, then runs the command line: `node scripts/run.mjs demo`.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runNode } from './bootstrap.mjs';

ensureInstalled();
ensureBuilt();
// Intake turns over some 30 KB for each statement. A young generation of 16 MiB is enough: a larger one is memory and no speed. Below 2 GiB,
// V8 lets the old one double before it collects, above that grow fourfold, which took intake beyond 400 MB.
const memory = ['--max-semi-space-size=16', '--max-old-space-size=2000'];

process.exitCode = await runNode([
  ...memory,
  join(root, 'dist', 'apps', 'plumbline', 'main.js'),
  ...process.argv.slice(2),
]);
