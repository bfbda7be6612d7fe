import { hash } from 'node:crypto';

/** Bits per identity and probes per look: at capacity about 2 in 100,000 new identities look as if they were known. */
const BITS_PER_IDENTITY = 24;
const PROBES = 10;
const SMALLEST_CAPACITY = 1_000_000;

/** Bytes of an identity's digest: the first of its SHA-256, which ClickHouse computes alike. */
export const DIGEST_BYTES = 16;

/**
 * The identities that the log may hold, in three bytes each: what it does not know is surely new, so that only re-sends
 * ask the store. A Bloom filter that grows by layers of twice the size (Almeida et al. 2007, Scalable Bloom Filters), its
 * probes by double hashing (Kirsch and Mitzenmacher 2006). Nothing is ever taken out: an identity whose insert failed
 * costs one question more.
 */
export class IdentityFilter {
  private readonly layers: Layer[];

  /** @param expected how many identities it begins with; it holds twice as many before it grows. */
  constructor(expected: number) {
    this.layers = [new Layer(Math.max(SMALLEST_CAPACITY, expected * 2))];
  }

  /** Adds an identity. True: it may have been there. False: it surely was not. */
  add(identity: string): boolean {
    // As text of one byte a letter: a Buffer for each identity is garbage that costs more than the hash.
    const digest = hash('sha256', identity, 'binary');
    return this.addProbes(uint32(digest, 0), uint32(digest, 4));
  }

  /** Adds the identity whose digest stands at `offset`. */
  addDigest(digests: Buffer, offset: number): void {
    this.addProbes(digests.readUInt32LE(offset), digests.readUInt32LE(offset + 4));
  }

  private addProbes(first: number, step: number): boolean {
    const newest = this.newest();
    const known = this.layers.some((layer) => layer !== newest && layer.has(first, step));
    return known || newest.add(first, step);
  }

  get bytes(): number {
    return this.layers.reduce((sum, layer) => sum + layer.bytes, 0);
  }

  private newest(): Layer {
    let newest = this.layers.at(-1);
    if (newest === undefined || newest.isFull) {
      newest = new Layer(2 * (newest?.capacity ?? SMALLEST_CAPACITY));
      this.layers.push(newest);
    }
    return newest;
  }
}

/** Little-endian, from text of one byte a letter. */
function uint32(bytes: string, at: number): number {
  return (
    (bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24)) >>>
    0
  );
}

class Layer {
  private readonly words: Uint32Array;
  private readonly size: number;
  private held = 0;

  constructor(readonly capacity: number) {
    this.size = Math.min(capacity * BITS_PER_IDENTITY, 2 ** 32);
    this.words = new Uint32Array(Math.ceil(this.size / 32));
  }

  get isFull(): boolean {
    return this.held >= this.capacity;
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  has(first: number, step: number): boolean {
    for (let probe = 0; probe < PROBES; probe += 1) {
      const bit = this.bitOf(first, step, probe);
      if (((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  /** True: every bit was set already. */
  add(first: number, step: number): boolean {
    let known = true;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const bit = this.bitOf(first, step, probe);
      const word = this.words[bit >>> 5] ?? 0;
      const mask = 1 << (bit & 31);
      if ((word & mask) !== 0) continue;
      known = false;
      this.words[bit >>> 5] = word | mask;
    }
    if (!known) this.held += 1;
    return known;
  }

  /** Sums of whole numbers below 2^53, so exact. An even step would reach half of the bits alone. */
  private bitOf(first: number, step: number, probe: number): number {
    return (first + probe * (step + 1 - (step % 2))) % this.size;
  }
}
