/** Milliseconds that a group waits for others at most. */
const LONGEST_WAIT = 100;

/**
 * How long a group waits for more requests before it is stored (PostgreSQL calls it commit delay). An insert costs much the same for one
 * row as for a hundred, and who was just answered most often sends again at once: as many as were there together before are waited for,
 * for half as long as storing them took. A client that is alone waits for nobody.
 */
export class CommitDelay {
  private expected = 1;
  private wait = 0;
  private enough: (() => void) | null = null;

  /** Resolves when as many requests wait as are expected, or it took too long. */
  async gather(waiting: number): Promise<void> {
    if (waiting >= this.expected || this.wait < 1) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.wait);
      this.enough = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.enough = null;
  }

  arrived(waiting: number): void {
    if (waiting >= this.expected) this.enough?.();
  }

  /** @param stored requests of the group @param waiting requests that came meanwhile @param millis that it took */
  stored(stored: number, waiting: number, millis: number): void {
    this.expected = stored + waiting;
    this.wait = Math.min(millis / 2, LONGEST_WAIT);
  }
}
