import { rmSync } from 'node:fs';
import './run-server.ts';

export default async function teardown(): Promise<void> {
  const run = globalThis.plumblineRunServer;
  if (!run) return;
  await run.server.stop();
  rmSync(run.folder, { recursive: true, force: true });
}
