interface Node<T> {
  readonly next: WeakMap<object, Node<T>>;
  readonly values: Map<string, T>;
}

/**
 * What was worked out from objects that never change, found again by those very objects; forgotten with any of them. Facts that
 * are the same come as the same array, so that what follows from them need not be worked out for every answer.
 */
export class ByIdentity<T> {
  private readonly root: Node<T> = { next: new WeakMap(), values: new Map() };

  /** @param key what else the result depends on */
  of(inputs: readonly object[], key: string, make: () => T): T {
    let node = this.root;
    for (const input of inputs) {
      const next: Node<T> = node.next.get(input) ?? { next: new WeakMap(), values: new Map() };
      node.next.set(input, next);
      node = next;
    }
    const known = node.values.get(key);
    if (known !== undefined) return known;
    const made = make();
    node.values.set(key, made);
    return made;
  }
}
