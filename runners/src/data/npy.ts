import { UserError } from '../schema/user-error.ts';
import type { DataFile } from './data-file.ts';
import { decoderOf, type NumberArray } from './npy-types.ts';

/** An array of NumPy. */
export interface NpyArray {
  /** Lengths of its dimensions; none for a single number. */
  shape: number[];
  /** Row-major (C order), however it was written. Integers of 64 bits are doubles, truth values 0 and 1. */
  values: NumberArray;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY

const headerPattern =
  /^\s*\{\s*'descr':\s*(?:'([^']*)'|([[(].*[\])])),\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d\s,L]*)\),?\s*\}\s*$/s;

/**
 * Reads a .npy file, format 1 to 3: numbers and truth values of either byte order.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @throws {UserError} that names the file, for any other type, and where it is cut short or no .npy file.
 */
export function readNpy({ path, bytes }: DataFile): NpyArray {
  const fault = (what: string, hint: string) => new UserError(`${path}: ${what}`, { hint });
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw fault('it is no .npy file', 'Expected what numpy.save or numpy.savez wrote.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw fault(`its format ${version} is unknown`, 'Save it with numpy.save.');
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true));
  const cut = () => fault('it is cut short', 'Write the file again.');
  if (end > bytes.length) throw cut();
  const header = headerPattern.exec(
    new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, end)),
  );
  if (!header) throw fault('its header cannot be read', 'Save it with numpy.save.');
  const [, type, fields, fortran, dimensions] = header;
  const decoder = type === undefined ? null : decoderOf(type);
  if (!decoder) {
    const what = `its type ${type ?? fields} holds no plain numbers`;
    throw fault(what, 'Save numbers or truth values: array.astype(numpy.float64), say; text and objects are not read.');
  }
  const shape = dimensions.split(',').flatMap((length) => (length.trim() === '' ? [] : [Number.parseInt(length, 10)]));
  const count = shape.reduce((product, length) => product * length, 1);
  if (end + count * decoder.bytes > bytes.length) throw cut();
  const flat = decoder.decode(new DataView(view.buffer, view.byteOffset + end), count);
  if (typeof flat === 'number') {
    throw fault(`its value ${flat} is an integer that a double cannot hold exactly`, 'Save it in a smaller unit.');
  }
  return { shape, values: fortran === 'True' ? rowMajor(flat, shape) : flat };
}

/** From column-major to row-major. */
function rowMajor(values: NumberArray, shape: readonly number[]): NumberArray {
  const result = values.slice();
  const at = shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    // In column-major order the first index runs fastest.
    let place = 0;
    for (const [axis, length] of shape.entries()) place = place * length + at[axis];
    result[place] = values[i];
    for (let axis = 0; axis < shape.length && ++at[axis] === shape[axis]; axis++) at[axis] = 0;
  }
  return result;
}
