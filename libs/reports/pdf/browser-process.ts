import puppeteer, { type Browser } from 'puppeteer';
import { BrowserMissingError } from './browser-lookup.ts';
import { createProfile, removeProfile, sweepProfiles } from './profile-folder.ts';

/** Text is set by its own metrics, not a screen's, and nothing is fetched, shown or kept. */
const FLAGS = [
  '--font-render-hinting=none',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-background-networking',
  '--no-default-browser-check',
  '--no-pings',
];

/** One Chromium with a profile folder of its own; when it ends, nothing of it stays. */
export class BrowserProcess {
  readonly version: string;
  private readonly browser: Browser;
  /** Its profile folder, there as long as it runs. */
  readonly profile: string;

  private constructor(browser: Browser, profile: string, version: string) {
    this.browser = browser;
    this.profile = profile;
    this.version = version;
  }

  /** Starts with the sandbox, and without it only for root or where the kernel offers none. */
  static async launch(executablePath: string): Promise<BrowserProcess> {
    await sweepProfiles();
    const isRoot = process.getuid?.() === 0;
    try {
      return await this.launchWith(executablePath, isRoot ? ['--no-sandbox'] : []);
    } catch (error) {
      if (isRoot) throw new BrowserMissingError(`${executablePath} did not start.`, { cause: error });
    }
    try {
      return await this.launchWith(executablePath, ['--no-sandbox']);
    } catch (error) {
      throw new BrowserMissingError(`${executablePath} did not start.`, { cause: error });
    }
  }

  private static async launchWith(executablePath: string, extra: readonly string[]): Promise<BrowserProcess> {
    const profile = createProfile();
    try {
      const browser = await puppeteer.launch({
        executablePath,
        headless: 'shell',
        args: [...FLAGS, ...extra],
        userDataDir: profile,
        // it ends when the pipe breaks, so also when this process is killed
        pipe: true,
        // the product stops on signals in its own order
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        timeout: 30_000,
      });
      // killed, it breaks its pipes when puppeteer no longer listens; what was being printed fails by itself
      for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined);
      return new BrowserProcess(browser, profile, await browser.version());
    } catch (error) {
      await removeProfile(profile);
      throw error;
    }
  }

  /** The process id of its group. */
  get pid(): number | undefined {
    return this.browser.process()?.pid;
  }

  /** Prints a self-contained page: no script runs, nothing but `data:` is loaded, nothing outlives it. */
  async print(html: string): Promise<Uint8Array> {
    const context = await this.browser.createBrowserContext();
    const page = await context.newPage();
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const done = request.url().startsWith('data:') ? request.continue() : request.abort('accessdenied');
      done.catch(() => undefined); // the page was closed meanwhile
    });
    await page.setContent(html, { waitUntil: 'load', timeout: 0 });
    const unloaded = await page.evaluate(
      'document.fonts.ready.then(() => [...document.fonts].filter((face) => face.status === "error").length)',
    );
    if (unloaded !== 0) throw new TypeError(`${String(unloaded)} embedded fonts could not be read.`);
    const pdf = await page.pdf({
      tagged: true,
      outline: true,
      preferCSSPageSize: true,
      printBackground: true,
      timeout: 0,
    });
    await context.close();
    return pdf;
  }

  /** Closes it; what does not close in five seconds is killed with all its children. */
  async stop(): Promise<void> {
    const closed = this.browser.close().then(
      () => true,
      () => false,
    );
    const late = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), 5_000).unref();
    });
    await Promise.race([closed, late]);
    await this.kill();
  }

  /** Ends the whole process group at once. */
  async kill(): Promise<void> {
    const child = this.browser.process();
    if (child?.pid !== undefined) killGroup(child.pid);
    await this.browser.disconnect();
    await removeProfile(this.profile);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL'); // puppeteer starts it as the leader of its own group
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
