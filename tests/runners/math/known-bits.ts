/** The bits that `math.wasm` and `normal.wasm` give on every machine, as digests. */
import { createHash } from 'node:crypto';
import { createRandom } from '../../../runners/src/random.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;

export interface MathExports {
  memory: WebAssembly.Memory;
  bufferStart(): number;
  expInto(at: number, length: number): void;
  [name: string]: unknown;
}

export interface NormalExports {
  memory: WebAssembly.Memory;
  stateStart(): number;
  bufferStart(): number;
  fillDouble(at: number, length: number): void;
  fillSingle(at: number, length: number): void;
}

const specials = [0, -0, 1, -1, 0.5, -0.5, 2, 3, 1e-310, 1e300, Infinity, -Infinity, NaN];

/** Every size of double, at uneven places, of both signs. */
const sizes = Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074) * (1 + ((0.618 * i) % 1)));

/** Neighbourhoods of 0, of the ends of the domains, of many periods and of the overflow. */
const random = createRandom(1, 'known bits');
const ordinary = [1e-3, 0.1, 1, 1.5, 8, 50, 800].flatMap((scale) =>
  Array.from({ length: 300 }, () => random.range(-scale, scale)),
);
/** Near multiples of a quarter of a turn, where a reduction cancels. */
const turns = Array.from({ length: 200 }, (_, i) => (i - 100) * (Math.PI / 4));

/** Each alone shows what some change of an instruction does: see the mutation tests. */
const telling = [
  ...[-710.0090765208006, 709.4926587492228, 710.4407981783152, -719.786082431674, -712.8184249252081],
  ...[-1.5707961849311676, -1.5707963395311937, 1.570796387296903, 1.5707965537079962, -7.842951295830437e101],
  ...[1.0359752448275685, 0.6794239478185773, -1456.1281949388688],
];
const tellingPairs = [
  [0.9883528789505363, 5952.532680062488],
  [5143.426400162405, -78.53018459863961],
  [0.11140141901560127, 322.7898776452525],
];

const points = [
  ...specials,
  ...telling,
  ...sizes,
  ...sizes.map((x) => -x),
  ...ordinary,
  ...turns,
  ...turns.map((x) => 1e5 * x),
];

const pairs = [
  ...tellingPairs,
  ...specials.flatMap((x) => specials.map((y) => [x, y])),
  ...ordinary.map((x, i) => [Math.abs(x), ordinary[(7 * i + 1) % ordinary.length]]),
  ...ordinary.map((x, i) => [1 + x * 2 ** -(i % 50), 2 ** (i % 40) * ordinary[(11 * i + 1) % ordinary.length]]),
  ...ordinary.map((x, i) => [x, Math.round(ordinary[(13 * i + 1) % ordinary.length])]),
  ...sizes.map((x, i) => [x, sizes[(1009 * i) % sizes.length]]),
  ...sizes.map((x, i) => [-x, sizes[(i + (i % 80) - 40 + sizes.length) % sizes.length]]),
];

function digest(values: Float64Array | Float32Array): string {
  const { buffer, byteOffset, byteLength } = values;
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
    .slice(0, 16);
}

/** The standard leaves the bits of NaN open. */
const oneNaN = (x: number) => (Number.isNaN(x) ? NaN : x);

/** Digest of what an export gives at all points. */
export function mathDigest(exports: MathExports, name: string): string {
  if (name === 'expInto') {
    const at = exports.bufferStart();
    // Pairs and, since the number is odd, a single one.
    const values = Float64Array.from([...points, 1].slice(0, 8191));
    const inside = new Float64Array(exports.memory.buffer, at, values.length);
    inside.set(values);
    exports.expInto(at, values.length);
    return digest(inside.map(oneNaN));
  }
  if (['pow', 'atan2', 'hypot'].includes(name)) {
    const binary = exports[name] as Binary;
    return digest(Float64Array.from(pairs, ([x, y]) => oneNaN(binary(x, y))));
  }
  const unary = exports[name] as Unary;
  return digest(Float64Array.from(points, (x) => oneNaN(unary(x))));
}

/** Digest of 100,000 deviates, enough for every layer of the ziggurat and for its tail. */
export function normalDigest(exports: NormalExports, name: 'fillDouble' | 'fillSingle'): string {
  const COUNT = 8000;
  const ROUNDS = 13;
  new Uint32Array(exports.memory.buffer, exports.stateStart(), 4).set([1, 2, 3, 4]);
  const at = exports.bufferStart();
  const Values = name === 'fillDouble' ? Float64Array : Float32Array;
  const all = new Values(ROUNDS * COUNT);
  for (let round = 0; round < ROUNDS; round++) {
    exports[name](at, COUNT);
    all.set(new Values(exports.memory.buffer, at, COUNT), round * COUNT);
  }
  return digest(all);
}

export const mathDigests: Record<string, string> = {
  exp: '6d9de961d49eab03',
  expInto: 'd8b6b675251e677e',
  expm1: 'b4e22fccf3436535',
  log: '8d32059f6ab80acd',
  log1p: '7ed7dc094ac66fcc',
  log2: '0706d929c211b265',
  log10: '2a4387beec098be6',
  pow: '5d5a89c1c7c739be',
  cbrt: '5e32e186310393ed',
  hypot: 'c654e4ea0d3e0040',
  sin: '196e1ba395bd8d6b',
  cos: '9648b4a47dbc03e4',
  tan: 'a44520b822b7ecc2',
  asin: 'c4b1ecfd3726ce83',
  acos: '78df07ad15173b82',
  atan: 'c0fec5c15f8c1308',
  atan2: '01fd129f8b504d98',
  sinh: '98d67042c8ef7abc',
  cosh: 'f83155c7e0220b99',
  tanh: 'faa0c181c7121495',
  erf: 'bc3230d39ef7c651',
};

export const normalDigests: Record<'fillDouble' | 'fillSingle', string> = {
  fillDouble: '9105d52a33696503',
  fillSingle: '51f465f66f12df1c',
};
