interface Known<T> {
  readonly askedAt: number;
  readonly answer: Promise<T>;
}

/** What was looked up, for a while. Who asks during a look-up waits for that one, so that many at once are one. */
export class BriefMemory<T> {
  private readonly known = new Map<string, Known<T>>();

  /** @param entries how many are remembered at most */
  constructor(
    private readonly millis: number,
    private readonly entries: number,
  ) {}

  of(name: string, lookUp: () => Promise<T>): Promise<T> {
    const known = this.known.get(name);
    const askedAt = performance.now();
    if (known && askedAt - known.askedAt < this.millis) return known.answer;
    if (this.known.size >= this.entries) this.known.clear();
    const answer = lookUp();
    const entry = { askedAt, answer };
    this.known.set(name, entry);
    answer.catch(() => {
      if (this.known.get(name) === entry) this.known.delete(name);
    });
    return answer;
  }

  /** A look-up that is under way is forgotten too: it may have begun before what is known now. */
  forget(name: string): void {
    this.known.delete(name);
  }

  forgetAll(): void {
    this.known.clear();
  }
}
