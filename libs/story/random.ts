/**
 * Seeded pseudo-random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 32-bit integer arithmetic only, so a seed gives
 * the same numbers on every machine. A stream is named, and a fork has its own name: leaving one part of a story out
 * moves no other part.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly name: string) {
    [this.a, this.b, this.c] = [lane(name, 0x811c9dc5), lane(name, 0x9e3779b9), lane(name, 0x85ebca6b)];
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** An independent stream; the same name always gives the same stream. */
  fork(name: string): Random {
    return new Random(`${this.name}/${name}`);
  }

  /** A whole number 0 … 2^32 - 1. */
  next(): number {
    const sum = (((this.a + this.b) >>> 0) + this.counter) >>> 0;
    this.counter = (this.counter + 1) >>> 0;
    this.a = (this.b ^ (this.b >>> 9)) >>> 0;
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor((this.next() / 4294967296) * (high - low + 1));
  }

  /** True in `percent` of a hundred calls. */
  chance(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  /** One of a list; RangeError when it is empty. */
  pick<T>(list: readonly T[]): T {
    for (const one of list.slice(this.between(0, list.length - 1))) return one;
    throw new RangeError('There is nothing to pick from.');
  }

  /** A new array in another order (Fisher-Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const rest = [...list];
    const out: T[] = [];
    while (rest.length > 0) out.push(...rest.splice(this.between(0, rest.length - 1), 1));
    return out;
  }

  /** A UUID of version 4, lower case. */
  uuid(): string {
    const hex = Array.from({ length: 4 }, () => this.next().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'.charAt(this.next() % 4);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

/** FNV-1a over the UTF-16 units, then the finaliser of MurmurHash3: near names give far seeds. */
function lane(name: string, start: number): number {
  let hash = start;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
