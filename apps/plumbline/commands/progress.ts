/** The part of a terminal or file that progress is written to. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 28;
const LINE_MILLIS = 3000;

/** How far long work is: a bar that redraws itself on a terminal, a line every few seconds elsewhere. On standard error. */
export class Progress {
  private lastLine = -Infinity;

  constructor(private readonly stream: ProgressStream = process.stderr) {}

  show(label: string, done: number, total: number): void {
    const share = total === 0 ? 1 : done / total;
    if (this.stream.isTTY) {
      const filled = Math.round(share * WIDTH);
      this.stream.write(
        `\r\u001B[K${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}${done >= total ? '\n' : ''}`,
      );
      return;
    }
    const now = performance.now();
    if (done < total && now - this.lastLine < LINE_MILLIS) return;
    this.lastLine = done >= total ? -Infinity : now;
    this.stream.write(`${label}: ${done} of ${total}\n`);
  }

  say(text: string): void {
    this.stream.write(`${this.stream.isTTY ? '\r\u001B[K' : ''}${text}\n`);
  }
}
