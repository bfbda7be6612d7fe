import type { Instant } from '#platform';
import type { Naming } from '../statement-index.ts';

/** A statement whose object is a StatementRef. */
export interface Reference {
  readonly id: string;
  readonly stored: Instant;
  /** The id that it refers to, of a statement that may come later or never. */
  readonly target: string;
}

/** What a reference refers to. */
export interface Target {
  readonly id: string;
  readonly stored: Instant;
  /** Pairs of what kind of thing it names and its text, as `statement_index` has them. */
  readonly names: readonly (readonly [kind: string, text: string])[];
}

interface KnownTarget {
  readonly stored: Instant;
  readonly names: ReadonlySet<string>;
}

/** The references of a tenant and what they refer to. */
export class ReferenceGraph {
  private readonly byTarget = new Map<string, Reference[]>();
  private readonly targets = new Map<string, KnownTarget>();
  private readonly awaitedIds = new Set<string>();
  private readonly ids = new Set<string>();

  get size(): number {
    return this.ids.size;
  }

  /** Ids that are referred to and whose statements are not known yet. */
  get awaited(): ReadonlySet<string> {
    return this.awaitedIds;
  }

  addReference(reference: Reference): void {
    if (this.ids.has(reference.id)) return;
    this.ids.add(reference.id);
    const beside = this.byTarget.get(reference.target);
    if (beside) beside.push(reference);
    else this.byTarget.set(reference.target, [reference]);
    if (!this.targets.has(reference.target)) this.awaitedIds.add(reference.target);
  }

  addTarget({ id, stored, names }: Target): void {
    this.awaitedIds.delete(id);
    this.targets.set(id, { stored, names: new Set(names.map(([kind, text]) => keyOf(kind, text))) });
  }

  /**
   * When references were stored that refer to a statement that names something of each of `namings`, or to a reference that
   * does, however far; of what was stored by `through`, in no order.
   */
  referringTo(namings: readonly Naming[], through: Instant): Instant[] {
    const wanted = namings.map(({ kinds, values }) =>
      kinds.flatMap((kind) => values.map((value) => keyOf(kind, value))),
    );
    const reached = [...this.targets]
      .filter(([, target]) => target.stored <= through && namesAll(target, wanted))
      .map(([id]) => id);
    const found = new Map<string, Instant>();
    for (let id = reached.pop(); id !== undefined; id = reached.pop()) {
      for (const reference of this.byTarget.get(id) ?? []) {
        if (reference.stored > through || found.has(reference.id)) continue;
        found.set(reference.id, reference.stored);
        reached.push(reference.id);
      }
    }
    return [...found.values()];
  }
}

function keyOf(kind: string, text: string): string {
  return `${kind} ${text}`;
}

function namesAll({ names }: KnownTarget, wanted: readonly (readonly string[])[]): boolean {
  return wanted.every((keys) => keys.some((key) => names.has(key)));
}
