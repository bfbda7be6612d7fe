import type { ProgramFigures } from '#kpi';

/** Enough for the documents of a few months that are made at the same time. */
const KEPT = 4;

/** The figures last read, by what was asked: a resolved pair of clocks gives the same answer for ever. */
export class RecentFigures {
  private readonly kept = new Map<string, Promise<ProgramFigures>>();

  async of(asked: readonly string[], read: () => Promise<ProgramFigures>): Promise<ProgramFigures> {
    const key = JSON.stringify(asked);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const reading = read();
    this.kept.set(key, reading);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    try {
      return await reading;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }
}
