/** Work in one turn of the event loop, in milliseconds, after which what can wait does. */
const SHARE_MILLIS = 5;

/**
 * Keeps the event loop free for others when many requests are ready at once: each heavy step asks for its share, and those that come
 * when a turn is used up wait for the next one, in the order in which they came.
 */
export class EventLoopShare {
  private turnBegan: number | null = null;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly shareMillis: number = SHARE_MILLIS) {}

  /** Resolves at once while the turn has time left. What the one before did with its share is done by then. */
  due(): Promise<void> {
    this.last = this.last.then(() => this.whenFree());
    return this.last;
  }

  private async whenFree(): Promise<void> {
    while (this.isUsedUp()) await new Promise((resolve) => setImmediate(resolve));
  }

  private isUsedUp(): boolean {
    const now = performance.now();
    if (this.turnBegan !== null) return now - this.turnBegan > this.shareMillis;
    this.turnBegan = now;
    // Timers and sockets have their say between two turns.
    setImmediate(() => {
      this.turnBegan = null;
    });
    return false;
  }
}
