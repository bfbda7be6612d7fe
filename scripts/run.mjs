// Makes the checkout ready, then runs the command line: `node scripts/run.mjs demo`.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runNode } from './bootstrap.mjs';

ensureInstalled();
ensureBuilt();
process.exitCode = await runNode([
  join(root, 'dist', 'apps', 'plumbline', 'main.js'),
  ...process.argv.slice(2),
]);
