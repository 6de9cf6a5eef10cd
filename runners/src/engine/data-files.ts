import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { UserError } from '../schema/user-error.ts';
import { normalPath, pathDigest } from './data-digests.ts';
import type { RunContext } from './experiment.ts';

/** What a config names under `data.source`, with the digest that the key was made with. */
export interface DataSource {
  source: string;
  digest: string;
}

/**
 * Reads the declared data and nothing else.
 * @param config Path of the config, for messages.
 * @returns Functions that throw a {@link UserError} for a name that is not there, and where the data changed since.
 */
export function createDataFiles(
  root: string,
  data: DataSource | null,
  config: string,
): Pick<RunContext, 'file' | 'files'> {
  let checked = false;
  /** Absolute path of the source, once its bytes are known to be those of the key. */
  const home = (): string => {
    if (data === null) {
      throw new UserError(`${config} names no data`, { hint: 'Write `data: { source: data/file.csv }` into it.' });
    }
    if (!checked && pathDigest(root, data.source, config) !== data.digest) {
      throw new UserError('its data changed while it ran', { hint: 'Run the same command again.' });
    }
    checked = true;
    return realpathSync(join(root, data.source));
  };
  const files = (): string[] => {
    const folder = home();
    if (!statSync(folder).isDirectory()) return [posix.basename(normalPath(data!.source))];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => name.replaceAll(sep, '/'))
      .sort();
  };
  return {
    files,
    file(name) {
      const place = home();
      const source = normalPath(data!.source);
      if (statSync(place).isFile()) {
        if (name === undefined || name === posix.basename(source)) return { path: source, bytes: bytesOf(place) };
        throw new UserError(`data.source is the file ${source}, and the run asks for ${name}`, {
          hint: 'Leave the name out, or let data.source name the folder.',
        });
      }
      if (name === undefined) {
        throw new UserError(`data.source is the folder ${source}: which file of it?`, {
          hint: `Write file('${files()[0] ?? 'name'}').`,
        });
      }
      const path = posix.join(source, name);
      const file = join(place, name);
      if (files().includes(relative(place, file).replaceAll(sep, '/'))) return { path, bytes: bytesOf(file) };
      throw new UserError(`there is no file ${path}`, { hint: `Files there: ${files().slice(0, 20).join(', ')}.` });
    },
  };
}

/** Bytes of its own: a buffer of Node may share its memory with others. */
function bytesOf(file: string): Uint8Array {
  const bytes = readFileSync(file);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
