import { basename } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { maskedCrc32c } from './crc32c.ts';

const headerBytes = 12;
const footerBytes = 4;

/** Records of a TFRecord file: length (8 bytes), its checksum (4), data, its checksum (4). */
export function parseRecords(bytes: Buffer, file: string): { records: Buffer[]; notes: string[] } {
  const records: Buffer[] = [];
  let at = 0;
  const cut = () => ({
    records,
    notes: [`${basename(file)} ends within record ${records.length + 1} (was the program stopped?): read up to there`],
  });
  while (at < bytes.length) {
    if (bytes.length - at < headerBytes) return cut();
    const length = Number(bytes.readBigUInt64LE(at));
    if (maskedCrc32c(bytes.subarray(at, at + 8)) !== bytes.readUInt32LE(at + 8)) fault('length', at);
    const begin = at + headerBytes;
    if (bytes.length - begin < length + footerBytes) return cut();
    const data = bytes.subarray(begin, begin + length);
    if (maskedCrc32c(data) !== bytes.readUInt32LE(begin + length)) fault('data', at);
    records.push(data);
    at = begin + length + footerBytes;
  }
  return { records, notes: [] };

  function fault(part: string, offset: number): never {
    if (offset === 0 && part === 'length') {
      throw new UserError(`${file} is no event file: its first bytes are not those of a TFRecord`, {
        hint: 'Name a file events.out.tfevents.*, or the folder that holds it.',
      });
    }
    throw new UserError(
      `${file}: the ${part} of record ${records.length + 1} (byte ${offset}) does not have its checksum`,
      { hint: 'The file is damaged: copy it again from where it was written.' },
    );
  }
}
