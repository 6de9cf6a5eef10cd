/**
 * Normal deviates by the ziggurat (Marsaglia and Tsang 2000, in Doornik's 2005 form: the layer and the position come
 * from different bits), over xoshiro128** (Blackman and Vigna). Entry of `normal.wasm`; `../../../random.ts` owns the
 * state and writes it to `STATE` before a call.
 */
import { exp } from './exp';

const LAYERS: i32 = 256;
/** Start of the tail and area of each layer for 256 layers. */
const TAIL: f64 = 3.654152885361008796;
const AREA: f64 = 0.004928673233974655;

const STATE: usize = memory.data(16, 16);
/** LAYERS + 1 edges, widest first; edge 0 is the virtual width of the bottom layer. */
const EDGES: usize = memory.data(257 * 8, 16);
/** exp(-x^2/2) at each edge. */
const HEIGHTS: usize = memory.data(257 * 8, 16);

// @ts-ignore: decorator
@inline
function density(x: f64): f64 {
  return exp(-0.5 * x * x);
}

function fillTables(): void {
  f64.store(EDGES, AREA / density(TAIL));
  f64.store(EDGES + 8, TAIL);
  f64.store(HEIGHTS + 8, density(TAIL));
  for (let i = 2; i < LAYERS; i++) {
    const at = <usize>i << 3;
    const below = f64.load(EDGES + at - 8);
    const height = AREA / below + f64.load(HEIGHTS + at - 8);
    f64.store(EDGES + at, sqrt(-2 * NativeMath.log(height)));
    f64.store(HEIGHTS + at, height);
  }
  f64.store(EDGES + (LAYERS << 3), 0);
  f64.store(HEIGHTS + (LAYERS << 3), 1);
}
fillTables();

/** Where the host puts the generator's four words. */
export function stateStart(): usize {
  return STATE;
}

/** First free byte after the tables: the host's buffer. */
export function bufferStart(): usize {
  return (__heap_base + 15) & ~15;
}

function nextWord(): u32 {
  let s0 = load<u32>(STATE);
  let s1 = load<u32>(STATE, 4);
  let s2 = load<u32>(STATE, 8);
  let s3 = load<u32>(STATE, 12);
  const word = rotl<u32>(s1 * 5, 7) * 9;
  const t = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u32>(s3, 11);
  store<u32>(STATE, s0);
  store<u32>(STATE, s1, 4);
  store<u32>(STATE, s2, 8);
  store<u32>(STATE, s3, 12);
  return word;
}

/** Uniform in (0, 1], so that its logarithm is finite. */
function positiveUniform(): f64 {
  const high = <u64>nextWord();
  const low = <u64>nextWord();
  return <f64>((((high << 32) | low) >> 11) + 1) * (1.0 / 9007199254740992.0);
}

/** What remains when a point missed the inner box of its layer: the size of the deviate, or -1 to draw again. */
function outside(layer: i32, x: f64): f64 {
  if (layer == 0) {
    for (;;) {
      const a = -NativeMath.log(positiveUniform()) / TAIL;
      const b = -NativeMath.log(positiveUniform());
      if (b + b >= a * a) return TAIL + a;
    }
  }
  const low = f64.load(HEIGHTS + (<usize>layer << 3));
  const high = f64.load(HEIGHTS + (<usize>layer << 3), 8);
  return low + positiveUniform() * (high - low) < density(x) ? x : -1;
}

// @ts-ignore: decorator
@inline
function fill<T>(at: usize, length: i32): void {
  // The state lives in locals: through memory each word would wait for the store before it.
  let s0 = load<u32>(STATE);
  let s1 = load<u32>(STATE, 4);
  let s2 = load<u32>(STATE, 8);
  let s3 = load<u32>(STATE, 12);
  const end = at + <usize>length * sizeof<T>();
  while (at < end) {
    const high = rotl<u32>(s1 * 5, 7) * 9;
    let t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotl<u32>(s3, 11);
    const low = rotl<u32>(s1 * 5, 7) * 9;
    t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotl<u32>(s3, 11);
    // 64 bits: 53 for the position, 1 for the sign, 8 for the layer.
    const bits = (<u64>high << 32) | low;
    const layer = <usize>(bits & 255) << 3;
    const edges = EDGES + layer;
    let x = <f64>(<i64>(bits >> 11)) * (1.0 / 9007199254740992.0) * f64.load(edges);
    if (x >= f64.load(edges, 8)) {
      store<u32>(STATE, s0);
      store<u32>(STATE, s1, 4);
      store<u32>(STATE, s2, 8);
      store<u32>(STATE, s3, 12);
      x = outside(<i32>(layer >> 3), x);
      s0 = load<u32>(STATE);
      s1 = load<u32>(STATE, 4);
      s2 = load<u32>(STATE, 8);
      s3 = load<u32>(STATE, 12);
      if (x < 0) continue;
    }
    // The sign bit is put in directly: a branch on it would be mispredicted half of the time.
    const signed = reinterpret<f64>(reinterpret<u64>(x) | ((bits & 256) << 55));
    store<T>(at, <T>signed);
    at += sizeof<T>();
  }
  store<u32>(STATE, s0);
  store<u32>(STATE, s1, 4);
  store<u32>(STATE, s2, 8);
  store<u32>(STATE, s3, 12);
}

/** Writes `length` doubles at `at`. */
export function fillDouble(at: usize, length: i32): void {
  fill<f64>(at, length);
}

/** Writes `length` floats at `at`: the same deviates, rounded. */
export function fillSingle(at: usize, length: i32): void {
  fill<f32>(at, length);
}
