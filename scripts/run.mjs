// Makes the checkout ready, then runs the command line: `node scripts/run.mjs demo`.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runNode } from './bootstrap.mjs';

ensureInstalled();
ensureBuilt();
// Intake turns over some 30 KB for each statement: a large young generation (64 MB and more) is memory and no speed.
const memory = '--max-semi-space-size=8';

process.exitCode = await runNode([
  memory,
  join(root, 'dist', 'apps', 'plumbline', 'main.js'),
  ...process.argv.slice(2),
]);
