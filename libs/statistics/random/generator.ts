import { type Seed, type SeedWords, seedWords } from './seed.ts';

// A local name: looked up on a global 10^6 times it dominates wherever globals are slow, as in a vm context.
const { imul } = Math;

/**
 * xoshiro128**, seeded as `seedWords` says. 32-bit integer operations only, hence the same sequence everywhere.
 * Source: Blackman & Vigna 2021, ACM Trans. Math. Softw. 47:36, version 1.1. Not for secrets.
 */
export class Generator {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  static of(seed: Seed): Generator {
    return new Generator(seedWords(seed));
  }

  /** @param state four 32-bit words, not all zero. */
  constructor(state: SeedWords) {
    [this.a, this.b, this.c, this.d] = state;
    if ((this.a | this.b | this.c | this.d) === 0) throw new RangeError('A state of zeros stays at zero.');
  }

  /** The next whole number, 0 to 2^32 - 1. */
  uint32(): number {
    const five = imul(this.b, 5);
    const result = imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** A multiple of 2^-53 in [0, 1). */
  uniform(): number {
    return ((this.uint32() >>> 5) * 0x400_0000 + (this.uint32() >>> 6)) / 0x20_0000_0000_0000;
  }

  /**
   * A whole number in [0, bound), each equally likely; bound from 1 to 2^21, above which the product is not exact.
   * Source: Lemire 2019, ACM Trans. Model. Comput. Simul. 29:3.
   */
  below(bound: number): number {
    let word = this.uint32();
    let low = imul(word, bound) >>> 0;
    if (low < bound) {
      const biased = 0x1_0000_0000 % bound;
      while (low < biased) {
        word = this.uint32();
        low = imul(word, bound) >>> 0;
      }
    }
    return (word * bound - low) / 0x1_0000_0000;
  }
}

/** The largest bound of `below`, and so the most units a bootstrap can draw from. */
export const LARGEST_BOUND = 0x20_0000;
