import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { fateOf, identityOf, processIdentity } from '../process/process-identity.ts';

const claimSchema = z.object({
  process: processIdentity,
  startedAt: z.string(),
  /** False while its writer still looks for others; such a claim may yet be withdrawn. */
  held: z.boolean(),
});
type Claim = z.infer<typeof claimSchema>;

/** Who holds a data directory. `startedAt` is RFC 3339. */
export interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly host: string;
}

/** Another living process runs a server on this data directory. */
export class DataDirectoryHeld extends Error {
  readonly dataDir: string;
  readonly holder: Holder;

  constructor(dataDir: string, holder: Holder) {
    super(
      `The data directory ${dataDir} is held by process ${holder.pid} on ${holder.host} since ${holder.startedAt}.`,
    );
    this.name = 'DataDirectoryHeld';
    this.dataDir = dataDir;
    this.holder = holder;
  }
}

const HEARTBEAT_MS = 2_000;
/** A claim from another host or container, whose process cannot be looked up, is dead after this silence. */
const SILENCE_MS = 8_000;
const ATTEMPTS = 20;

/**
 * At most one living holder per directory, without flock, which Node lacks. Everyone first writes a claim of its own and
 * only then reads the others' claims, so of two that start together at least one sees the other and steps back.
 */
export class DataDirectoryLock {
  private constructor(
    private readonly file: string,
    private readonly heartbeat: NodeJS.Timeout,
  ) {}

  /** @throws DataDirectoryHeld */
  static async acquire(dataDir: string): Promise<DataDirectoryLock> {
    const folder = join(dataDir, 'locks');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let attempt = 1; ; attempt += 1) {
      const file = join(folder, `${randomUUID()}.json`);
      const claim: Claim = { process: identityOf(), startedAt: new Date().toISOString(), held: false };
      writeClaim(file, claim);
      try {
        const other = await livingOther(folder, file);
        if (!other) {
          writeClaim(file, { ...claim, held: true });
          return new DataDirectoryLock(file, beat(file));
        }
        rmSync(file, { force: true });
        if (other.held || attempt === ATTEMPTS) {
          const { pid, host } = other.process;
          throw new DataDirectoryHeld(dataDir, { pid, host, startedAt: other.startedAt });
        }
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      }
      await sleep(Math.random() * 50 * attempt); // two that step back together must not come back together
    }
  }

  release(): void {
    clearInterval(this.heartbeat);
    rmSync(this.file, { force: true });
  }
}

function writeClaim(file: string, claim: Claim): void {
  const draft = `${file}.draft`;
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  renameSync(draft, file); // readers see a whole claim or none
}

function beat(file: string): NodeJS.Timeout {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      clearInterval(timer); // the data directory was removed; there is nothing left to hold
    }
  }, HEARTBEAT_MS);
  return timer.unref();
}

async function livingOther(folder: string, own: string): Promise<Claim | undefined> {
  const silent: { file: string; claim: Claim; beat: number }[] = [];
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (file === own || !name.endsWith('.json')) continue;
    const seen = readClaim(file);
    if (!seen) continue;
    const fate = fateOf(seen.claim.process);
    if (fate === 'alive') return seen.claim;
    if (fate === 'dead') rmSync(file, { force: true });
    else silent.push({ file, ...seen });
  }
  if (silent.length === 0) return undefined;
  await sleep(SILENCE_MS); // clocks of two hosts differ, so a heartbeat is waited for, not its age computed
  for (const { file, beat } of silent) {
    const again = readClaim(file);
    if (again && again.beat !== beat) return again.claim;
    rmSync(file, { force: true });
  }
  return livingOther(folder, own);
}

function readClaim(file: string): { claim: Claim; beat: number } | undefined {
  let text: string;
  let beat: number;
  try {
    text = readFileSync(file, 'utf8');
    beat = statSync(file).mtimeMs;
  } catch {
    return undefined; // released between the listing and the reading
  }
  return { claim: claimSchema.parse(JSON.parse(text)), beat };
}
