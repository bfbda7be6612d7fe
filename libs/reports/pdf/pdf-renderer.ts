import { BrowserProcess } from './browser-process.ts';
import { findBrowser } from './browser-lookup.ts';

/** A document was not printed within its deadline; the browser it hung in is gone. */
export class PrintDeadlineError extends Error {
  constructor(deadlineMs: number) {
    super(`Not printed within ${deadlineMs / 1000} s.`);
    this.name = 'PrintDeadlineError';
  }
}

export interface PdfRendererOptions {
  /** `PLUMBLINE_CHROMIUM`, or null to look for one. */
  chromium: string | null;
  /** The folders to look in, as in PATH. */
  searchPath: string;
  /** Browsers at most, each printing one document at a time: 1 or 2. */
  concurrency?: 1 | 2;
  deadlineMs?: number;
  documentsPerBrowser?: number;
}

interface Slot {
  process: BrowserProcess | null;
  printed: number;
}

/**
 * Prints pages with real Chromium. A browser is started when first needed, replaced after 50 documents and after any
 * error, and killed with its process group when a document takes longer than 60 s.
 */
export class PdfRenderer implements AsyncDisposable {
  private readonly options: Required<PdfRendererOptions>;
  private readonly free: Slot[];
  private readonly all: readonly Slot[];
  private readonly waiting: ((slot: Slot) => void)[] = [];
  private executable: Promise<string> | null = null;
  private stopped = false;

  constructor(options: PdfRendererOptions) {
    this.options = { concurrency: 1, deadlineMs: 60_000, documentsPerBrowser: 50, ...options };
    this.all = Array.from({ length: this.options.concurrency }, () => ({ process: null, printed: 0 }));
    this.free = [...this.all];
  }

  /** Starts the first browser now; returns its version. Throws BrowserMissingError. */
  async start(): Promise<string> {
    return this.withSlot(async (slot) => (await this.browserOf(slot)).version);
  }

  /** The printed page as PDF, with the version of the browser. Throws PrintDeadlineError or BrowserMissingError. */
  async print(html: string): Promise<{ pdf: Uint8Array; browser: string }> {
    return this.withSlot(async (slot) => {
      const browser = await this.browserOf(slot);
      try {
        const pdf = await this.inTime(browser.print(html));
        slot.printed += 1;
        if (slot.printed >= this.options.documentsPerBrowser)
          await this.retire(slot, (process) => process.stop());
        return { pdf, browser: browser.version };
      } catch (error) {
        await this.retire(slot, (process) => process.kill());
        throw error;
      }
    });
  }

  /** Ends every browser; a document being printed fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.all.map((slot) => this.retire(slot, (process) => process.stop())));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private async browserOf(slot: Slot): Promise<BrowserProcess> {
    if (this.stopped) throw new TypeError('The renderer has been stopped.');
    if (slot.process !== null) return slot.process;
    this.executable ??= findBrowser(this.options.chromium, this.options.searchPath);
    slot.process = await BrowserProcess.launch(await this.executable);
    slot.printed = 0;
    return slot.process;
  }

  private async retire(slot: Slot, end: (process: BrowserProcess) => Promise<void>): Promise<void> {
    const { process } = slot;
    slot.process = null;
    if (process !== null) await end(process);
  }

  private async inTime<T>(work: Promise<T>): Promise<T> {
    const { deadlineMs } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PrintDeadlineError(deadlineMs)), deadlineMs);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async withSlot<T>(work: (slot: Slot) => Promise<T>): Promise<T> {
    const slot = this.free.pop() ?? (await new Promise<Slot>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(slot);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(slot);
      else next(slot);
    }
  }
}
