import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { readNpy } from '../../../runners/src/data/npy.ts';
import { readNpz } from '../../../runners/src/data/npz.ts';
import { UserError } from '../../../runners/src/schema/user-error.ts';

// NumPy itself wrote them, see make.py there.
const folder = join(import.meta.dirname, '../../fixtures/data');
const fileOf = (name: string) => ({ path: `data/${name}`, bytes: new Uint8Array(readFileSync(join(folder, name))) });
const arrays = readNpz(fileOf('arrays.npz'));

const refuses = (read: () => unknown, message: RegExp, hint = /./) =>
  assert.throws(read, (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    return true;
  });

suite('a .npz file', () => {
  const kinds: [type: string, array: { name: string }, factor: number, shift: number][] = [
    ['f2', Float32Array, 1, -0.5],
    ['f4', Float32Array, 1, -0.5],
    ['f8', Float64Array, 1, -0.5],
    ['i1', Int8Array, -1, 0],
    ['i2', Int16Array, -1, 0],
    ['i4', Int32Array, -1, 0],
    ['i8', Float64Array, -1, 0],
    ['u1', Uint8Array, 1, 0],
    ['u2', Uint16Array, 1, 0],
    ['u4', Uint32Array, 1, 0],
    ['u8', Float64Array, 1, 0],
  ];
  for (const [type, array, factor, shift] of kinds) {
    for (const order of ['little', 'big']) {
      test(`gives ${order}-endian ${type} as ${array.name}`, () => {
        const { shape, values } = arrays.array(`${order}_${type}`, [2, 3]);
        assert.deepEqual(shape, [2, 3]);
        assert.equal(values.constructor, array);
        assert.deepEqual(
          [...values],
          [0, 1, 2, 3, 4, 100].map((value) => factor * value + shift),
        );
      });
    }
  }

  test('gives truth values as 0 and 1', () => {
    for (const name of ['little_bool', 'big_bool']) {
      assert.deepEqual(arrays.array(name).values, Uint8Array.of(0, 1, 1, 0, 0, 1));
    }
  });

  test('gives an array in Fortran order row by row', () => {
    const { shape, values } = arrays.array('fortran', [2, null, 4]);
    assert.deepEqual(shape, [2, 3, 4]);
    assert.deepEqual([...values], [...Array(24).keys()]);
  });

  test('gives halves exactly, the smallest, the largest and infinity too', () => {
    const expected = [65504, 2 ** -24, 0.0999755859375, -2.5, Infinity, 6.097555160522461e-5];
    assert.deepEqual([...arrays.array('halves').values], expected);
  });

  test('gives a single number and an array without rows', () => {
    assert.deepEqual(arrays.array('scalar'), { shape: [], values: Float64Array.of(2.5) });
    assert.deepEqual(arrays.array('empty', [0, 3]), { shape: [0, 3], values: new Float64Array(0) });
  });

  test('is read where it is compressed, and lists its arrays', () => {
    const file = readNpz(fileOf('compressed.npz'));
    assert.deepEqual(file.names, ['x']);
    assert.deepEqual([...file.array('x').values], [...Array(1000).keys()]);
  });

  const refused: [what: string, name: string, message: RegExp, hint: RegExp][] = [
    ['text', 'text', /^data\/arrays\.npz, array "text": its type <U2 holds no plain numbers$/, /astype/],
    ['complex numbers', 'complex', /array "complex": its type <c16 holds no/, /astype/],
    ['records', 'records', /array "records": its type \[.*\] holds no/, /astype/],
    [
      'an integer beyond doubles',
      'large',
      /array "large": its value 1152921504606847000 is an integer/,
      /smaller unit/,
    ],
    ['an unknown name', 'y', /^data\/arrays\.npz has no array "y"$/, /Arrays there: little_f2, big_f2/],
  ];
  for (const [what, name, message, hint] of refused) {
    test(`refuses ${what}`, () => refuses(() => arrays.array(name), message, hint));
  }

  test('refuses another shape than was asked for', () => {
    refuses(() => arrays.array('little_f4', [null, 4]), /"little_f4" has shape \[2, 3\], not \[any, 4\]$/);
    refuses(() => arrays.array('little_f4', [6]), /has shape \[2, 3\], not \[6\]$/);
  });

  test('refuses a file that is no archive, and one that is cut short', () => {
    refuses(() => readNpz({ path: 'a.npz', bytes: new Uint8Array(100) }), /^a\.npz is no \.npz file: /);
    const { path, bytes } = fileOf('compressed.npz');
    refuses(() => readNpz({ path, bytes: bytes.subarray(0, 500) }), /^data\/compressed\.npz is no \.npz file: /);
  });
});

suite('a .npy file', () => {
  for (const version of [1, 2, 3]) {
    test(`of format ${version}`, () => {
      assert.deepEqual(readNpy(fileOf(`version-${version}.npy`)), { shape: [2], values: Float64Array.of(1.5, -2) });
    });
  }

  const { path, bytes } = fileOf('version-1.npy');
  const changed = (at: number, value: number) => {
    const copy = bytes.slice();
    copy[at] = value;
    return { path, bytes: copy };
  };
  test('is refused where it is cut short, anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      refuses(() => readNpy({ path, bytes: bytes.subarray(0, length) }), /it is (cut short|no \.npy file)$/);
    }
  });
  test('is refused where it holds objects, begins otherwise, or is of a later format', () => {
    refuses(
      () => readNpy(fileOf('objects.npy')),
      /objects\.npy: its type \|O holds no plain numbers/,
      /objects are not/,
    );
    refuses(() => readNpy(changed(0, 0)), /it is no \.npy file/, /numpy\.save/);
    refuses(() => readNpy(changed(6, 9)), /its format 9 is unknown/);
    refuses(() => readNpy(changed(12, 0)), /its header cannot be read/);
  });
});
