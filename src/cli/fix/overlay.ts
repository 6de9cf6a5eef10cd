import fs from 'node:fs';
import { join } from 'node:path';
import type { FileSystem } from '../../content/safe-path.ts';

/** The file system as it would be with some files changed. @param changed Texts by path relative to the root. */
export function overlay(root: string, changed: ReadonlyMap<string, string>): FileSystem {
  const home = fs.realpathSync.native(root);
  const texts = new Map([...changed].map(([file, text]) => [join(home, file), Buffer.from(text)]));
  return {
    ...fs,
    realpathSync: fs.realpathSync.native,
    openSync(path: fs.PathLike, ...rest: [fs.OpenMode]) {
      // Read by its path and not by a handle, so that the changed text is found.
      if (texts.has(String(path))) throw Object.assign(new Error('changed'), { code: 'EAGAIN' });
      return fs.openSync(path, ...rest);
    },
    readFileSync: ((path: fs.PathOrFileDescriptor, ...rest: []) =>
      texts.get(String(path)) ?? fs.readFileSync(path, ...rest)) as typeof fs.readFileSync,
  };
}
