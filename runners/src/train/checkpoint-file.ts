import { createHash } from 'node:crypto';
import { canonicalJson } from '../engine/canonical.ts';
import { UserError } from '../schema/user-error.ts';

/**
 * What a checkpoint file holds. The file: eight bytes `PFCHECK1`, the bytes of the header and the number of values as
 * little-endian uint32, the header as JSON with sorted keys (padded with spaces to a multiple of 4), the values of all
 * arrays as float32, the sha256 of everything before it.
 */
export interface Checkpoint<Progress = unknown> {
  /** What it was trained with; a training with another one refuses it. */
  settings: Record<string, unknown>;
  /** Everything but the arrays: steps, records, counters. */
  progress: Progress;
  /** Groups of arrays, such as the weights of all variables. */
  arrays: Record<string, Float32Array[]>;
}

interface Header {
  settings: Record<string, unknown>;
  progress: unknown;
  /** Lengths of the arrays of each group, in the order of the keys. */
  lengths: Record<string, number[]>;
}

const magic = Buffer.from('PFCHECK1');
const preamble = magic.length + 8;
const digestBytes = 32;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} is ${value}: not for JSON`);
  return value;
}

export function encodeCheckpoint({ settings, progress, arrays }: Checkpoint): Uint8Array {
  JSON.stringify([settings, progress], refuseNonFinite);
  const groups = Object.keys(arrays).sort();
  const lengths = Object.fromEntries(groups.map((group) => [group, arrays[group].map(({ length }) => length)]));
  const json = Buffer.from(canonicalJson({ settings, progress, lengths } satisfies Header));
  const header = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4, ' ')]);
  const values = groups.flatMap((group) => arrays[group]);
  const counts = Buffer.alloc(8);
  counts.writeUInt32LE(header.length, 0);
  counts.writeUInt32LE(
    values.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  const parts = values.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const body = Buffer.concat([magic, counts, header, ...parts]);
  return Buffer.concat([body, sha256(body)]);
}

/** @throws {UserError} that names the file when it is cut off, damaged or none of this program. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (why: string) =>
    new UserError(`${file} is no checkpoint that can be read: ${why}`, {
      hint: 'Delete it, or reproduce with --force, to train from the start.',
    });
  if (data.length < preamble || !data.subarray(0, magic.length).equals(magic)) {
    throw damaged(`it does not begin with ${magic.toString()}, which every checkpoint does`);
  }
  const headerBytes = data.readUInt32LE(magic.length);
  const expected = preamble + headerBytes + 4 * data.readUInt32LE(magic.length + 4) + digestBytes;
  if (data.length !== expected) throw damaged(`it has ${data.length} bytes of ${expected}`);
  const body = data.subarray(0, -digestBytes);
  if (!sha256(body).equals(data.subarray(-digestBytes))) throw damaged('its checksum is wrong');

  const header = JSON.parse(body.toString('utf8', preamble, preamble + headerBytes)) as Header;
  let at = preamble + headerBytes;
  const take = (length: number): Float32Array => {
    const values = new Float32Array(length);
    Buffer.from(values.buffer).set(body.subarray(at, (at += 4 * length)));
    return values;
  };
  const groups = Object.keys(header.lengths).sort();
  const arrays = Object.fromEntries(groups.map((group) => [group, header.lengths[group].map(take)]));
  return { settings: header.settings, progress: header.progress, arrays };
}
