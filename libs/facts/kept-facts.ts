import type { NamedQuery, QueryContext } from '#clickhouse';
import type { Instant } from '#platform';
import type { FactOrigin } from './fact.ts';
import type { FactMemory } from './fact-memory.ts';
import { FactShelf, type Held } from './fact-shelf.ts';

/** Earlier than anything that can be recorded. */
const BEGINNING = '1970-01-01T00:00:00.000000Z';

/** Recorded later than `after` and no later than `through`. */
export interface RecordedRange {
  readonly after: string;
  readonly through: string;
}

/** How facts are read from the log. */
export interface FactRange<P, R> {
  /** the types of events that the facts are cut from */
  readonly types: readonly string[];
  readonly range: NamedQuery<P & RecordedRange, Held<R>>;
  /** tells the rows of one event apart */
  readonly rowKey: (fact: R) => string;
}

/** The facts of one query with its parameters, kept up to date. */
export class KeptFacts<P extends object, R extends FactOrigin> {
  private shelf = new FactShelf<R>();
  /** everything recorded by then is on the shelf; null: nothing was read yet */
  private through: Instant | null = null;
  private bringing: Promise<void> = Promise.resolve();

  constructor(
    private readonly query: FactRange<P, R>,
    private readonly memory: FactMemory,
    private readonly tenant: string,
    private readonly params: P,
  ) {}

  get size(): number {
    return this.shelf.size;
  }

  /** One reading at a time: who asks while the log is read waits, and mostly finds that it was read for them too. */
  async read(knownBy: Instant, context: QueryContext): Promise<readonly R[]> {
    const earlier = this.bringing.catch(() => undefined);
    this.bringing = earlier.then(() => this.bring(knownBy, context));
    await this.bringing;
    return this.shelf.at(knownBy);
  }

  private async bring(knownBy: Instant, context: QueryContext): Promise<void> {
    if (this.through !== null && knownBy <= this.through) return;
    const news = this.memory.newsOf(this.tenant, knownBy);
    await news.read(knownBy, context);
    if (this.through === null || !news.reachesBackTo(this.through)) {
      const shelf = new FactShelf<R>();
      shelf.add(await this.rows(BEGINNING, knownBy, context), this.query.rowKey);
      this.shelf = shelf;
    } else {
      if (news.has(this.query.types, this.through))
        this.shelf.add(await this.rows(this.through, knownBy, context), this.query.rowKey);
      this.shelf.void(news.voidingsBetween(this.through, knownBy));
    }
    this.through = knownBy;
  }

  private async rows(after: string, through: Instant, context: QueryContext): Promise<Held<R>[]> {
    const { clickhouse } = this.memory;
    const rows: Held<R>[] = [];
    const range = { ...this.params, after, through };
    for await (const batch of clickhouse.stream(this.query.range, this.tenant, range, context))
      for (const row of batch) rows.push(row);
    return rows;
  }
}
