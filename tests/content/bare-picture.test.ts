import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { barePicture } from '../../src/pictures/bare-picture.ts';

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../fixtures/pictures', name));

/** Types of the chunks of a PNG, in order. */
function chunks(png: Buffer): string[] {
  const types: string[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) types.push(png.toString('latin1', at + 4, at + 8));
  return types;
}

/** From a sign to the end of a part that draws. */
const part = (bytes: Buffer, from: string, length: number): string => {
  const at = bytes.indexOf(Buffer.from(from, 'latin1'));
  assert.ok(at >= 0, from);
  return bytes.toString('hex', at, at + length);
};

describe('a picture is published without what it says of itself', () => {
  for (const extension of ['png', 'jpg', 'webp', 'gif']) {
    test(extension, () => {
      const before = read(`camera.${extension}`);
      assert.match(before.toString('latin1'), /Ada Lovelace/);
      const after = barePicture(before, extension)!;
      assert.doesNotMatch(after.toString('latin1'), /Ada Lovelace|adobe|GPS/);
      assert.deepEqual(barePicture(after, extension), after, 'nothing more to take away');
      // Bytes that draw: a chunk of pixels, the scan, the picture, the frames.
      if (extension === 'png') {
        assert.deepEqual(chunks(after).filter((type) => !/^(?:IHDR|PLTE|IDAT|IEND|pHYs)$/.test(type)), []);
        assert.equal(part(after, 'IDAT', 80), part(before, 'IDAT', 80));
      }
      if (extension === 'jpg') assert.equal(part(after, '\xff\xda', 60), part(before, '\xff\xda', 60));
      if (extension === 'webp') assert.equal(part(after, 'VP8L', 24), part(before, 'VP8L', 24));
      if (extension === 'gif') {
        assert.equal(after.length, before.length - 16, 'its comment only');
        assert.match(after.toString('latin1'), /NETSCAPE2\.0/);
      }
    });
  }

  test('a photograph keeps its orientation, and nothing else of EXIF', () => {
    const exif = part(barePicture(read('camera.jpg'), 'jpg')!, 'Exif', 32);
    assert.equal(exif.slice(12), '4d4d002a00000008' + '0001' + '011200030000000100060000' + '00000000');
  });

  test('a WebP does not promise what is gone', () => {
    const after = barePicture(read('camera.webp'), 'webp')!;
    assert.equal(after.readUInt32LE(4), after.length - 8);
    assert.equal(after[20]! & 0x0c, 0);
  });

  const faults: [what: string, bytes: Buffer, extension: string][] = [
    ['another format', read('camera.png'), 'jpg'],
    ['a PNG cut short', read('camera.png').subarray(0, 300), 'png'],
    ['a JPEG cut short', read('camera.jpg').subarray(0, 700), 'jpeg'],
    ['a WebP cut short', read('camera.webp').subarray(0, 40), 'webp'],
    ['a GIF cut short', read('camera.gif').subarray(0, 100), 'gif'],
    ['nothing', Buffer.alloc(0), 'gif'],
    ['text', Buffer.from('GIF89a, Ada Lovelace'), 'gif'],
  ];
  for (const [what, bytes, extension] of faults) {
    test(`no picture: ${what}`, () => assert.equal(barePicture(bytes, extension), null));
  }
});
