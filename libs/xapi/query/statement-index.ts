/** What kind of thing a statement names, as `statement_index` (migration 0013) tells them apart. */
export type IndexedKind =
  'verb' | 'agent' | 'related-agent' | 'activity' | 'related-activity' | 'registration' | 'reference';

/** Things any of which a statement may name. */
export interface Naming {
  readonly kinds: readonly IndexedKind[];
  readonly values: readonly string[];
}

/**
 * Numbers the keys of a query, so that each is a constant by which the index is read.
 * `params` are the parameters that the conditions use.
 */
export class IndexKeys {
  private readonly asked: [IndexedKind, string][] = [];

  /** The keys of `naming`, each as an expression of SQL. */
  of({ kinds, values }: Naming): string[] {
    return kinds.flatMap((kind) =>
      values.map((value) => {
        const number = this.asked.push([kind, value]);
        return `sipHash128(({kinds:Array(String)}[${number}], {values:Array(String)}[${number}]))`;
      }),
    );
  }

  get params(): { kinds: string[]; values: string[] } {
    return { kinds: this.asked.map(([kind]) => kind), values: this.asked.map(([, value]) => value) };
  }
}
