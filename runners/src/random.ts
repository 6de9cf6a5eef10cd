/** Seeded random numbers. There is no global generator: every use derives its own stream from a seed and labels. */
import { createHash } from 'node:crypto';
import { instantiate } from './backend/wasm/instantiate.ts';

export interface Random {
  /** Integer in [0, 2^32). */
  uint32(): number;
  /** Double in [0, 1), a multiple of 2^-53. */
  uniform(): number;
  /** Double in [low, high). */
  range(low: number, high: number): number;
  /** Integer in [0, n), without bias; n from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal deviate. */
  normal(): number;
  /** Fills with standard normal deviates: the values `normal()` would give, several times as fast. */
  fillNormal(out: Float32Array | Float64Array): void;
  /** The integers 0 to n - 1 in random order. */
  permutation(n: number): Int32Array;
}

interface NormalModule {
  memory: WebAssembly.Memory;
  stateStart(): number;
  bufferStart(): number;
  fillDouble(at: number, length: number): void;
  fillSingle(at: number, length: number): void;
}

const CHUNK = 8192;
const wasm = instantiate<NormalModule>('normal');
const wasmState = new Uint32Array(wasm.memory.buffer, wasm.stateStart(), 4);
const buffer = wasm.bufferStart();
const doubles = new Float64Array(wasm.memory.buffer, buffer, CHUNK);
const singles = new Float32Array(wasm.memory.buffer, buffer, CHUNK);

/**
 * The stream of `seed` (an integer >= 1) and `labels`, which say what it is for: `createRandom(seed, 'noise', epoch)`.
 * Streams of different labels are independent, and one stays the same when another is added or read further.
 *
 * @throws RangeError for a seed that is not an integer >= 1 or a label that is not finite.
 */
export function createRandom(seed: number, ...labels: (string | number)[]): Random {
  return new Xoshiro128(initialState(seed, labels));
}

function initialState(seed: number, labels: (string | number)[]): Uint32Array {
  if (!Number.isSafeInteger(seed) || seed < 1) throw new RangeError(`a seed is an integer >= 1, not ${seed}`);
  for (const label of labels) {
    if (typeof label === 'number' && !Number.isFinite(label)) throw new RangeError(`a label is finite, not ${label}`);
  }
  // JSON keeps "1" and 1 apart and is never ambiguous about where a label ends.
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...labels]))
    .digest();
  return Uint32Array.from({ length: 4 }, (_, i) => digest.readUInt32LE(4 * i));
}

/** xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it/): period 2^128 - 1. */
class Xoshiro128 implements Random {
  readonly #state: Uint32Array;

  constructor(state: Uint32Array) {
    this.#state = state;
  }

  uint32(): number {
    const s = this.#state;
    const five = Math.imul(s[1], 5);
    const word = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return word;
  }

  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  range(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 4294967296) throw new RangeError(`int(n) takes 1 to 2^32, not ${n}`);
    // Lemire (2019): the high word of word x n is the result, unless the low one falls in the part that would favour
    // some results. Up to 2^21 the product is exact in a double.
    if (n <= 2097152) {
      for (;;) {
        const product = this.uint32() * n;
        const high = Math.floor(product / 4294967296);
        const low = product - high * 4294967296;
        if (low >= n || low >= 4294967296 % n) return high;
      }
    }
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const word = this.uint32();
      if (word < limit) return word % n;
    }
  }

  normal(): number {
    this.#fill(wasm.fillDouble, 1);
    return doubles[0];
  }

  fillNormal(out: Float32Array | Float64Array): void {
    const [fill, source] = out instanceof Float32Array ? [wasm.fillSingle, singles] : [wasm.fillDouble, doubles];
    for (let from = 0; from < out.length; from += CHUNK) {
      const length = Math.min(CHUNK, out.length - from);
      this.#fill(fill, length);
      out.set(length === CHUNK ? source : source.subarray(0, length), from);
    }
  }

  #fill(fill: NormalModule['fillDouble'], length: number): void {
    wasmState.set(this.#state);
    fill(buffer, length);
    this.#state.set(wasmState);
  }

  permutation(n: number): Int32Array {
    const order = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      // Fisher and Yates, inside out.
      const j = this.int(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
