import { constants, existsSync, statSync } from 'node:fs';
import { copyFile, open, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../schema/index.ts';
import { couldNotWrite } from '../files.ts';
import { couldNotRead, isMissing, moveInto, removeQuietly, temporaryFile, writeIntoStore } from '../store-files.ts';
import type { Remote } from './remote.ts';

/** A folder that all machines mount, laid out like the store itself. */
export function openFolder(folder: string, root: string): Remote {
  const home = resolve(root, folder);
  if (!statSync(home, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`the remote folder ${home} is not there`, {
      hint: 'Mount it, or make it; its path is `remote: { folder: … }` in factory.config.yaml.',
    });
  }
  const fileOf = (name: string) => join(home, name);
  return {
    place: home,
    has: async (name) => existsSync(fileOf(name)),
    async get(name) {
      try {
        const handle = await open(fileOf(name));
        return handle.createReadStream();
      } catch (error) {
        if (isMissing(error)) return null;
        throw couldNotRead(fileOf(name), error);
      }
    },
    async put(name, payload) {
      if ('text' in payload) return writeIntoStore(home, fileOf(name), payload.text);
      let temporary: string | null = null;
      try {
        temporary = temporaryFile(home);
        await copyFile(payload.file, temporary, constants.COPYFILE_EXCL);
        moveInto(temporary, fileOf(name));
      } catch (error) {
        if (temporary !== null) removeQuietly(temporary);
        throw couldNotWrite(fileOf(name), error);
      }
    },
    async list(folder) {
      try {
        const entries = await readdir(fileOf(folder), { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(home.length + 1)
              .replaceAll('\\', '/'),
          );
      } catch (error) {
        if (isMissing(error)) return [];
        throw couldNotRead(fileOf(folder), error);
      }
    },
    close() {},
  };
}
