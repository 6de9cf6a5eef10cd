// Makes pulses.npz as numpy.savez_compressed would: `node data/make.mjs`, with the package fflate. The data are invented,
// so that anybody may use them for anything.
import { writeFileSync } from 'node:fs';
import { zipSync } from 'fflate';

let state = 42;
/** Uniform in [0, 1): mulberry32, public domain, by Tommy Ettinger. */
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
/** About normal, standard deviation 1. */
const noise = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);

const samples = 40;
const peak = (t, at, width) => 1 / (1 + ((t - at) / width) * ((t - at) / width));
const shapes = [
  (at) => (t) => peak(t, at, 2.5),
  (at) => (t) => 0.8 * peak(t, at - 3.5, 1.8) + 0.8 * peak(t, at + 3.5, 1.8),
  (at) => (t) => (t < at ? peak(t, at, 1) : peak(t, at, 6)),
];
const count = 600;
const pulses = new Float32Array(count * samples);
const kinds = new BigInt64Array(count);
for (let i = 0; i < count; i++) {
  const kind = Math.floor(3 * uniform());
  const at = 12 + 16 * uniform();
  const height = 0.7 + 0.6 * uniform();
  const shape = shapes[kind](at);
  kinds[i] = BigInt(kind);
  for (let t = 0; t < samples; t++) pulses[i * samples + t] = height * shape(t) + 0.12 * noise();
}

/** A .npy file, format 1. */
function npy(type, shape, values) {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length & 255, padded.length >> 8]);
  return new Uint8Array(Buffer.concat([start, Buffer.from(padded), Buffer.from(values.buffer)]));
}

const files = { 'pulses.npy': npy('<f4', [count, samples], pulses), 'kinds.npy': npy('<i8', [count], kinds) };
writeFileSync(new URL('pulses.npz', import.meta.url), zipSync(files, { level: 9, mtime: '1980-01-01T00:00:00' }));
