const signature = '89504e470d0a1a0a';

/** What is drawn, its colours, and frames. All else is text, times, EXIF, or an editor's own. */
const kept = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT'.split(' '),
);

/** A PNG without what it says of itself, also without what follows its end; null where it is none. */
export function barePng(bytes: Buffer): Buffer | null {
  if (bytes.subarray(0, 8).toString('hex') !== signature) return null;
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (kept.has(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return null;
}
