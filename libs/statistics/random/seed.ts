/** A whole number or a text; equal seeds give equal draws on every machine. */
export type Seed = number | string;

const MASK = 0xffff_ffff_ffff_ffffn;

/** Four 32-bit words, never all zero, for the state of a generator. */
export type SeedWords = readonly [number, number, number, number];

/**
 * A text is hashed by FNV-1a (64 bits, over UTF-8), a number taken modulo 2^64; SplitMix64 then spreads it over the state.
 * Source: Steele, Lea & Flood 2014, OOPSLA, for SplitMix64, which the authors of xoshiro name for seeding;
 * draft-eastlake-fnv for FNV-1a.
 */
export function seedWords(seed: Seed): SeedWords {
  const split = splitMix64(typeof seed === 'string' ? fnv1a64(seed) : BigInt.asUintN(64, wholeNumber(seed)));
  const [first, second] = [split(), split()];
  return [low32(first), low32(first >> 32n), low32(second), low32(second >> 32n)];
}

export function splitMix64(seed: bigint): () => bigint {
  let state = seed;
  return () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
    return z ^ (z >> 31n);
  };
}

export function fnv1a64(text: string): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x100_0000_01b3n) & MASK;
  return hash;
}

function wholeNumber(seed: number): bigint {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a whole number or a text, not ${seed}.`);
  return BigInt(seed);
}

const low32 = (word: bigint): number => Number(word & 0xffff_ffffn);
