/** What is drawn, its colours, and frames. */
const kept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** Flags of VP8X that tell of EXIF and XMP. */
const saying = 0x08 | 0x04;

/** A WebP without what it says of itself; null where it is none. */
export function bareWebp(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const stop = bytes.readUInt32LE(4) + 8;
  if (stop > bytes.length) return null;
  const parts: Buffer[] = [];
  for (let at = 12; at + 8 <= stop;) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > stop) return null;
    const type = bytes.toString('latin1', at, at + 4);
    if (kept.has(type)) {
      const chunk = Buffer.from(bytes.subarray(at, end));
      if (type === 'VP8X' && length > 0) chunk[8]! &= ~saying;
      parts.push(chunk);
    }
    at = end;
  }
  const body = Buffer.concat(parts);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return parts.length > 0 ? Buffer.concat([head, body]) : null;
}
