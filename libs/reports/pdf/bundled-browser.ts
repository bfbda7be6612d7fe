import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string() });

/**
 * The Chromium inside `@sparticuz/chromium`, unpacked once per user and version into the temporary folder. The
 * package's own unpacking is not used: it keeps one path for every version and is not safe beside another process.
 */
export async function unpackBundledBrowser(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const folder = dirname(dirname(entry));
  const { version } = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const home = join(tmpdir(), `plumbline-chromium-${userInfo().uid}-${version}`);
  const path = join(home, 'chromium');
  if (await isThere(path)) return path;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const half = `${path}.${process.pid}`;
  try {
    await pipeline(
      createReadStream(join(folder, 'bin', 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(half, { mode: 0o700 }),
    );
    await chmod(half, 0o700);
    await rename(half, path); // whoever renames last wins with the same bytes
  } finally {
    await rm(half, { force: true });
  }
  return path;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
