import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ClickHouse, EmbeddedServer } from '#clickhouse';
import { serverAddress } from '#event-log';
import { projectRoot, type Settings } from '#platform';
import { PdfRenderer } from '#reports';
import { findRunning } from '../up/running.ts';
import { Unwell, type Check } from './check.ts';

const NODE_MAJOR = 24;
const GIBIBYTE = 1024 ** 3;
/** ClickHouse and the packaged browser unpack and write beside the data. */
const FREE_AT_LEAST = GIBIBYTE;
const PAGE = '<!doctype html><html lang="en"><title>doctor</title><p>One page.</p></html>';
const PDF_SIGNATURE = '%PDF-';

/** Everything that `up` and reports need of a machine. `readSettings` may throw; what depends on it is then not run. */
export function installationChecks(readSettings: () => Settings, searchPath: string): Check[] {
  return [
    {
      name: 'settings',
      remedy: 'Correct the environment variables; .env.example tells what each takes.',
      needs: [],
      look: async () => {
        const { dataDir, host, port, clickhouseUrl } = readSettings();
        return `data in ${resolve(dataDir)}, ${host}:${port}, ${clickhouseUrl === null ? 'embedded ClickHouse' : 'ClickHouse by URL'}`;
      },
    },
    {
      name: 'node',
      remedy: `Run it by npm (npm start, npx plumbline): that uses the Node ${NODE_MAJOR} of the dev dependency.`,
      needs: [],
      look: async () => {
        const { version } = process;
        if (Number(version.slice(1).split('.')[0]) < NODE_MAJOR) throw new Unwell(`This is Node ${version}.`);
        return version;
      },
    },
    {
      name: 'data directory',
      remedy: 'Give this user the right to write there, or set PLUMBLINE_DATA_DIR to another folder.',
      needs: ['settings'],
      look: async () => writable(readSettings().dataDir),
    },
    {
      name: 'disk space',
      remedy: 'Make room, or set PLUMBLINE_DATA_DIR to a folder on another disk.',
      needs: ['settings'],
      look: async () => freeSpace(readSettings().dataDir),
    },
    {
      name: 'ClickHouse',
      remedy:
        'Embedded, it needs Linux with glibc or macOS: install again with npm ci. By URL: is the server there, are user and password right?',
      needs: ['settings'],
      look: async () => clickhouse(readSettings()),
    },
    {
      name: 'Chromium',
      remedy:
        'Set PLUMBLINE_CHROMIUM to a Chromium or Chrome, or install again with npm ci to get the packaged one.',
      needs: ['settings'],
      look: async () => printsPage(readSettings().chromium, searchPath),
    },
    {
      name: 'fonts',
      remedy: 'The folder dashboards/fonts of the checkout is not whole: git checkout dashboards/fonts',
      needs: [],
      look: async () => fonts(),
    },
  ];
}

async function writable(dataDir: string): Promise<string> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const probe = mkdtempSync(join(dataDir, 'doctor-'));
  try {
    writeFileSync(join(probe, 'probe'), 'written');
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
  const running = await findRunning(dataDir);
  const used = running ? `in use by process ${running.pid} (${running.url})` : 'in use by nobody';
  return `${resolve(dataDir)} can be written, ${used}`;
}

async function freeSpace(dataDir: string): Promise<string> {
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${(free / GIBIBYTE).toFixed(1)} GiB free`;
  if (free < FREE_AT_LEAST) throw new Unwell(`Only ${text}.`);
  return text;
}

/** The embedded one is tried on a folder of its own: the data is not touched, and a running server does not matter. */
async function clickhouse({ clickhouseUrl, clickhouseMemoryBytes }: Settings): Promise<string> {
  if (clickhouseUrl !== null) {
    await using client = ClickHouse.connect({ ...serverAddress(clickhouseUrl), database: 'system' });
    if (!(await client.answers())) throw new Unwell(`No answer from ${new URL(clickhouseUrl).host}.`);
    return `${new URL(clickhouseUrl).host} answers`;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-doctor-'));
  const started = performance.now();
  try {
    await using server = await EmbeddedServer.start({ dataDir, memoryLimitBytes: clickhouseMemoryBytes });
    await using client = ClickHouse.connect({ ...server.address, database: 'system' });
    if (!(await client.answers())) throw new Unwell('It started and does not answer.');
    return `the embedded one starts and answers (${((performance.now() - started) / 1000).toFixed(1)} s)`;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function printsPage(chromium: string | null, searchPath: string): Promise<string> {
  await using renderer = new PdfRenderer({ chromium, searchPath });
  const { pdf, browser } = await renderer.print(PAGE);
  if (Buffer.from(pdf.subarray(0, PDF_SIGNATURE.length)).toString('latin1') !== PDF_SIGNATURE)
    throw new Unwell(`${browser} printed something that is no PDF.`);
  return `${browser} prints a page`;
}

/** Every face is a WOFF2 file, by its signature. */
function fonts(): string {
  const folder = join(projectRoot, 'dashboards', 'fonts');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.woff2')) : [];
  if (files.length === 0) throw new Unwell(`${folder} has no fonts.`);
  const broken = files.filter(
    (name) => readFileSync(join(folder, name)).subarray(0, 4).toString('latin1') !== 'wOF2',
  );
  if (broken.length > 0) throw new Unwell(`Not WOFF2: ${broken.join(', ')}.`);
  return `${files.length} files`;
}
