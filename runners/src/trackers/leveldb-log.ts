import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { UserError } from '../schema/user-error.ts';

const blockBytes = 32768;
const headerBytes = 7;
const [full, first, middle, last] = [1, 2, 3, 4];

/**
 * Records of a LevelDB log as W&B writes it: blocks of 32 KiB that hold chunks of checksum (4 bytes), length (2),
 * kind (1) and data; a record that does not fit is split over blocks.
 * @param begin Offset of the first chunk; blocks are counted from the begin of the file.
 */
export function parseLog(bytes: Buffer, begin: number, file: string): { records: Buffer[]; notes: string[] } {
  const records: Buffer[] = [];
  let parts: Buffer[] = [];
  let at = begin;
  const end = () => {
    const cut = at < bytes.length || parts.length > 0;
    const note = `${basename(file)} ends within record ${records.length + 1} (was the program stopped?): read up to there`;
    return { records, notes: cut ? [note] : [] };
  };
  while (at < bytes.length) {
    const left = blockBytes - (at % blockBytes);
    if (left < headerBytes) {
      at += left;
      continue;
    }
    if (bytes.length - at < headerBytes) return end();
    const length = bytes.readUInt16LE(at + 4);
    const kind = bytes[at + 6];
    // Blocks may be filled up with zeros.
    if (kind === 0 && length === 0) {
      at += left;
      continue;
    }
    const next = at + headerBytes + length;
    if (next > bytes.length) return end();
    if (crc32(bytes.subarray(at + 6, next)) !== bytes.readUInt32LE(at) || kind > last) {
      throw new UserError(`${file}: record ${records.length + 1} (byte ${at}) does not have its checksum`, {
        hint: 'The file is damaged: copy it again from where it was written.',
      });
    }
    parts = kind === full || kind === first ? [] : parts;
    parts.push(bytes.subarray(at + headerBytes, next));
    if (kind !== first && kind !== middle) {
      records.push(Buffer.concat(parts));
      parts = [];
    }
    at = next;
  }
  return end();
}
