/** Tag of the orientation in EXIF: without it a photograph would lie on its side. */
const orientationTag = 0x0112;

/** The orientation that an EXIF segment tells, 1 to 8, or null. @param exif from its TIFF header on. */
function orientationOf(exif: Buffer): number | null {
  try {
    const isLittle = exif.toString('latin1', 0, 2) === 'II';
    const short = (at: number): number => (isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
    const first = isLittle ? exif.readUInt32LE(4) : exif.readUInt32BE(4);
    for (let i = 0; i < short(first); i++) {
      const at = first + 2 + 12 * i;
      if (short(at) !== orientationTag) continue;
      const value = short(at + 8);
      return value >= 1 && value <= 8 ? value : null;
    }
  } catch {
    // cut short: it tells nothing
  }
  return null;
}

/** An APP1 segment with an orientation and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe1002245786966' + '0000' + '4d4d002a00000008' + '0001' + '011200030000000100000000' + '00000000',
    'hex',
  );
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

/** What is kept of an application segment: the head of JFIF, colours, and the orientation. */
function bareSegment(marker: number, segment: Buffer): Buffer | null {
  const says = (name: string): boolean => segment.toString('latin1', 4, 4 + name.length) === name;
  if (marker === 0xe0 && says('JFIF\0') && segment.length >= 18) {
    const head = Buffer.from(segment.subarray(0, 18));
    head.writeUInt16BE(16, 2);
    head.writeUInt16BE(0, 16); // no thumbnail
    return head;
  }
  if (marker === 0xe1 && says('Exif\0\0')) {
    const orientation = orientationOf(segment.subarray(10));
    return orientation === null || orientation === 1 ? null : orientationSegment(orientation);
  }
  return (marker === 0xe2 && says('ICC_PROFILE\0')) || (marker === 0xee && says('Adobe')) ? segment : null;
}

/** A JPEG without what it says of itself, also without what follows its end; null where it is none. */
export function bareJpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  const parts = [bytes.subarray(0, 2)];
  for (let at = 2; at + 2 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // filling
      continue;
    }
    if (marker === 0xd9) return Buffer.concat([...parts, bytes.subarray(at, at + 2)]);
    if (at + 4 > bytes.length) return null;
    let end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    if (marker === 0xda) {
      // The scan lasts to the next marker that is neither a restart nor a stuffed byte.
      while (end + 1 < bytes.length && !(bytes[end] === 0xff && !isInScan(bytes[end + 1]!))) end++;
    }
    const segment = bytes.subarray(at, end);
    const isSaying = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    const left = isSaying ? bareSegment(marker, segment) : segment;
    if (left) parts.push(left);
    at = end;
  }
  return null;
}

const isInScan = (sign: number): boolean => sign === 0 || sign === 0xff || (sign >= 0xd0 && sign <= 0xd7);
