import { unzipSync } from 'fflate';
import { UserError } from '../schema/user-error.ts';
import type { DataFile } from './data-file.ts';
import { readNpy, type NpyArray } from './npy.ts';

/** The arrays of a .npz file. */
export interface Npz {
  /** In the order of the file. */
  names: string[];
  /**
   * One array; only then it is unpacked.
   * @param shape What it must be, `null` for any length: `array('x', [null, 8])`.
   * @throws {UserError} that names file and array.
   */
  array(name: string, shape?: readonly (number | null)[]): NpyArray;
}

const ending = '.npy';

/** Reads what `numpy.savez` or `numpy.savez_compressed` wrote. @throws {UserError} where it is no such file. */
export function readNpz({ path, bytes }: DataFile): Npz {
  const unzip = (filter: (name: string) => boolean) => {
    try {
      return unzipSync(bytes, { filter: (file) => filter(file.name) });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UserError(`${path} is no .npz file: ${why}`, { hint: 'Write it again with numpy.savez.', cause });
    }
  };
  const names: string[] = [];
  unzip((name) => {
    if (name.endsWith(ending)) names.push(name.slice(0, -ending.length));
    return false;
  });
  return {
    names,
    array(name, shape) {
      const member = unzip((one) => one === `${name}${ending}`)[`${name}${ending}`];
      if (!member) {
        const hint = names.length > 0 ? `Arrays there: ${names.join(', ')}.` : 'It has none.';
        throw new UserError(`${path} has no array "${name}"`, { hint });
      }
      const array = readNpy({ path: `${path}, array "${name}"`, bytes: member });
      const fits =
        !shape ||
        (shape.length === array.shape.length && shape.every((n, i) => (n ?? array.shape[i]) === array.shape[i]));
      if (fits) return array;
      const expected = shape.map((length) => length ?? 'any').join(', ');
      throw new UserError(`${path}, array "${name}" has shape [${array.shape.join(', ')}], not [${expected}]`, {
        hint: 'Save it in the shape that the run expects.',
      });
    },
  };
}
