/** Application blocks that say how often a picture repeats. */
const loops = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** Bytes of a table of colours by the flags of its block. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Where the blocks from a place end, after the empty one. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

/** A GIF without comments, texts and what applications wrote, but for the loop; null where it is none. */
export function bareGif(bytes: Buffer): Buffer | null {
  if (!/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)) || bytes.length < 14) return null;
  let at = 13 + tableBytes(bytes[10]!);
  const parts = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b) return Buffer.concat([...parts, bytes.subarray(at, at + 1)]);
    const start = at;
    if (kind === 0x2c && at + 11 <= bytes.length) {
      at = endOfBlocks(bytes, at + 11 + tableBytes(bytes[at + 9]!));
      parts.push(bytes.subarray(start, at));
    } else if (kind === 0x21) {
      at = endOfBlocks(bytes, at + 2);
      const isLoop = bytes[start + 1] === 0xff && loops.has(bytes.toString('latin1', start + 3, start + 14));
      // An XMP block puts its text where a loop has three bytes.
      if (bytes[start + 1] === 0xf9 || (isLoop && at - start === 19)) parts.push(bytes.subarray(start, at));
    } else return null;
  }
  return null;
}
