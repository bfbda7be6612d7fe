import type { Disclosure, Moment } from '../suppression/cell.ts';

/** A disclosure without functions, for the kinds that some tables have: what can be sent to another thread. */
export interface DisclosureData {
  readonly minimum: number;
  readonly classifications: readonly (readonly string[])[];
  readonly sizes: readonly string[];
  readonly lasting: readonly { readonly kinds: readonly string[]; readonly wide: boolean }[];
  readonly of: 'people' | 'things';
}

export function toData(
  { minimum, classifications, sizes, lasting, of = 'people' }: Disclosure,
  moments: readonly Moment[],
): DisclosureData {
  const counted = moments.flatMap(({ cells }) => cells.flatMap(({ counts }) => Object.keys(counts)));
  const kinds = [...new Set(counted)].sort();
  return {
    minimum,
    classifications,
    sizes: kinds.filter(sizes),
    lasting: lasting.map((sum) => ({ kinds: kinds.filter(sum.of), wide: sum.wide })),
    of,
  };
}

export function fromData(data: DisclosureData): Disclosure {
  const { minimum, classifications, sizes, lasting, of } = data;
  const isOneOf = (kinds: readonly string[]) => {
    const all = new Set(kinds);
    return (kind: string) => all.has(kind);
  };
  return {
    minimum,
    classifications,
    sizes: isOneOf(sizes),
    lasting: lasting.map(({ kinds, wide }) => ({ of: isOneOf(kinds), wide })),
    of,
  };
}
