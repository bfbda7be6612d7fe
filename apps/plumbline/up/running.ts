import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const running = z.object({ url: z.url(), pid: z.number().int(), operatorToken: z.string().min(1) });

/** What a running server leaves in its data directory for commands on this machine. */
export type Running = z.infer<typeof running>;

function fileIn(dataDir: string): string {
  return join(dataDir, 'running.json');
}

/** Readable by the owner alone, for who has the token owns the installation; and never half written to who looks for it. */
export function announceRunning(dataDir: string, announcement: Running): void {
  const file = fileIn(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const written = `${file}.${process.pid}`;
  writeFileSync(written, JSON.stringify(announcement), { mode: 0o600 });
  chmodSync(written, 0o600);
  renameSync(written, file);
}

export function withdrawRunning(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** The server that runs on a data directory, or null: none was started, or it is gone. */
export async function findRunning(dataDir: string): Promise<Running | null> {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return null;
  const parsed = running.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) return null;
  try {
    const answer = await fetch(new URL('/healthz', parsed.data.url), { signal: AbortSignal.timeout(2000) });
    return answer.ok ? parsed.data : null;
  } catch {
    return null; // nobody listens there any more
  }
}
