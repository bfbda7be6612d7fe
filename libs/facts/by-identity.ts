interface Node<T> {
  readonly next: WeakMap<object, Node<T>>;
  /** in the order of their last use */
  readonly values: Map<string, T>;
}

/** Keys under the same objects: the months of a trend, and what was asked last. */
const MOST_KEYS = 16;

/**
 * What was worked out from objects that never change, found again by those very objects; forgotten with any of them. Facts that
 * are the same come as the same array, so that what follows from them need not be worked out for every answer.
 */
export class ByIdentity<T> {
  private readonly root: Node<T> = { next: new WeakMap(), values: new Map() };

  /** @param mostKeys how many keys are kept under the same objects; what was not asked for longest goes first */
  constructor(private readonly mostKeys = MOST_KEYS) {}

  /** What was worked out before and is still kept; undefined: nothing. */
  peek(inputs: readonly object[], key: string): T | undefined {
    let node: Node<T> | undefined = this.root;
    for (const input of inputs) node = node?.next.get(input);
    return node?.values.get(key);
  }

  /** @param key what else the result depends on */
  of(inputs: readonly object[], key: string, make: () => T): T {
    let node = this.root;
    for (const input of inputs) {
      const next: Node<T> = node.next.get(input) ?? { next: new WeakMap(), values: new Map() };
      node.next.set(input, next);
      node = next;
    }
    const { values } = node;
    const known = values.get(key);
    if (known !== undefined) {
      values.delete(key);
      values.set(key, known);
      return known;
    }
    const made = make();
    values.set(key, made);
    for (const oldest of values.keys()) {
      if (values.size <= this.mostKeys) break;
      values.delete(oldest);
    }
    return made;
  }
}
