import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { PDFDocument } from 'pdf-lib';
import puppeteer from 'puppeteer';
import { z } from 'zod';
import { textWidth } from '../charts/text-width.ts';
import { fontFaces } from '../html/fonts.ts';
import { BrowserMissingError, findBrowser } from './browser-lookup.ts';
import { BrowserProcess } from './browser-process.ts';
import { PdfRenderer, PrintDeadlineError } from './pdf-renderer.ts';

const launchedSchema = z.object({ pid: z.number(), profile: z.string() });
const chromium = await findBrowser(null, '');
const renderer = new PdfRenderer({ chromium, searchPath: '', concurrency: 2, documentsPerBrowser: 2 });

afterAll(() => renderer.stop());

const page = (body: string): string =>
  `<!doctype html><html lang="en"><title>t</title><body>${body}</body></html>`;

function isRunning(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false; // no such group
  }
}

describe('printing', () => {
  it('runs no script and fetches nothing', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('no port');
    const origin = `http://127.0.0.1:${address.port}`;
    const script = '<script>document.body.innerHTML = "<div style=\'break-after:page\'>1</div>2"</script>';
    const { pdf } = await renderer.print(
      page(
        `<img src="${origin}/img"><iframe src="${origin}/frame"></iframe><link rel="stylesheet" href="${origin}/css">${script}`,
      ),
    );
    server.close();
    expect(asked).toEqual([]);
    expect((await PDFDocument.load(pdf)).getPageCount()).toBe(1);
  });

  it('goes on over the replacement of a browser, two at a time', async () => {
    const done = await Promise.all(
      Array.from({ length: 6 }, (_, index) => renderer.print(page(`<p>${index}</p>`))),
    );
    expect(done.every(({ pdf }) => pdf.length > 1_000)).toBe(true);
  });

  it('gives up at the deadline and prints again after it', async () => {
    await using hasty = new PdfRenderer({ chromium, searchPath: '', deadlineMs: 1 });
    await expect(hasty.print(page('<p>late</p>'))).rejects.toBeInstanceOf(PrintDeadlineError);
    await expect(hasty.print(page('<p>late</p>'))).rejects.toBeInstanceOf(PrintDeadlineError);
  });

  it('outlives browsers that are killed in the middle of a page', async () => {
    const stray: unknown[] = [];
    const note = (error: unknown): void => void stray.push(error);
    process.on('uncaughtException', note);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const browser = await BrowserProcess.launch(chromium);
      browser.print(page('<p>x</p>'.repeat(2_000))).catch(() => undefined); // puppeteer may take half a minute to give up
      await sleep(attempt * 2);
      await browser.kill();
    }
    await sleep(200);
    process.off('uncaughtException', note);
    expect(stray).toEqual([]);
  });

  it('leaves no process and no profile behind, closed or killed', async () => {
    for (const end of ['stop', 'kill'] as const) {
      const browser = await BrowserProcess.launch(chromium);
      const { pid } = browser;
      if (pid === undefined) throw new TypeError('no process');
      expect([isRunning(pid), existsSync(browser.profile)]).toEqual([true, true]);
      await browser[end]();
      await expectGone(pid);
      expect(existsSync(browser.profile)).toBe(false);
    }
  });

  it('leaves no process behind when the process that started it is killed, and no profile after the next start', async () => {
    const launcher = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const { BrowserProcess } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'browser-process.ts')).href)});
         const { pid, profile } = await BrowserProcess.launch(${JSON.stringify(chromium)});
         console.log(JSON.stringify({ pid, profile }));
         setInterval(() => undefined, 60_000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(launcher, 'exit');
    const [line] = await Promise.race([
      once(launcher.stdout, 'data'),
      ended.then(() => Promise.reject(new TypeError('It ended before its browser started.'))),
    ]);
    const { pid, profile } = launchedSchema.parse(JSON.parse(String(line)));
    expect([isRunning(pid), existsSync(profile)]).toEqual([true, true]);
    launcher.kill('SIGKILL');
    await ended;
    await expectGone(pid);
    const next = await BrowserProcess.launch(chromium);
    expect(existsSync(profile)).toBe(false);
    const another = await BrowserProcess.launch(chromium);
    expect([existsSync(next.profile), existsSync(another.profile)]).toEqual([true, true]);
    await Promise.all([next.stop(), another.stop()]);
  });

  it('refuses once stopped', async () => {
    const stopped = new PdfRenderer({ chromium, searchPath: '' });
    await stopped.stop();
    await expect(stopped.print(page(''))).rejects.toThrow('stopped');
  });
});

describe('the browser', () => {
  it('that was configured is never replaced by another', async () => {
    await expect(findBrowser('/nonexistent/chromium', '')).rejects.toBeInstanceOf(BrowserMissingError);
    await expect(findBrowser(chromium, '')).resolves.toBe(chromium);
  });

  it('sets text as wide as the table of advance widths says', async () => {
    const samples = [
      'Managers & change champions',
      '1 h 33 min',
      'Größe Ελλάδα Москва Việt',
      '94.7% [75%, 99%]',
    ];
    const browser = await puppeteer.launch({
      executablePath: chromium,
      headless: 'shell',
      args: ['--no-sandbox', '--font-render-hinting=none'],
    });
    try {
      const tab = await browser.newPage();
      const spans = samples.flatMap((text) =>
        [400, 600].map(
          (weight) => `<span style="font-weight:${weight}">${text.replace('&', '&amp;')}</span><br>`,
        ),
      );
      await tab.setContent(
        `<meta charset="utf-8"><style>${fontFaces(samples.join(''))} span{font-family:"Source Sans 3";font-size:100px;font-kerning:none;white-space:pre}</style>${spans.join('')}`,
      );
      const measured: unknown = await tab.evaluate(
        'document.fonts.ready.then(() => [...document.querySelectorAll("span")].map((span) => span.getBoundingClientRect().width))',
      );
      const computed = samples.flatMap((text) => [textWidth(text, 100, 400), textWidth(text, 100, 600)]);
      expect(measured).toEqual(computed.map((width) => expect.closeTo(width, 0)));
    } finally {
      await browser.close();
    }
  });
});

async function expectGone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 100 && isRunning(pid); attempt += 1) await sleep(20);
  expect(isRunning(pid)).toBe(false);
}
