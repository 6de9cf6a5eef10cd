import fs from 'node:fs';
import path from 'node:path';
import { unfinishedMerge } from '@paper-factory/runners/unfinished-merge';
import { finding } from './rules.ts';
import type { Finding } from './types.ts';

/** What reading needs of the world; tests may pass their own. */
export interface FileSystem extends Pick<
  typeof fs,
  'readFileSync' | 'readdirSync' | 'statSync' | 'lstatSync' | 'openSync' | 'fstatSync' | 'closeSync'
> {
  realpathSync(file: string): string;
}

/** The real one; the native way to a real path is the quick one. */
const here: FileSystem = { ...fs, realpathSync: fs.realpathSync.native };

export interface Item {
  name: string;
  /** Relative to the root, forward slashes. */
  file: string;
  isFolder: boolean;
}

/** The only way to a root's files: nothing outside the root is ever opened. */
export interface RootFiles {
  /** Absolute, links resolved. */
  root: string;
  /** Files and folders of a folder in sorted order, without dotfiles; empty where there is no such folder. */
  list(folder: string): Item[];
  /** A file's bytes, or null where it is missing or was refused. */
  bytes(file: string): Uint8Array | null;
  /** A file's size in bytes, or null where it is missing or was refused. */
  size(file: string): number | null;
  /** A file's text, or null where it is missing or was refused. */
  text(file: string): string | null;
  /** Looks at a folder that something will be written to; a finding says that it leads out. What is missing is no fault. */
  checkFolder(folder: string): void;
  /** Looks at a path from a field; a finding says where it leaves the root. What is missing is no fault here. */
  check(target: string, file: string, line: () => number): void;
  /** The same where what is missing is a fault. */
  checkExists(target: string, file: string, line: () => number): void;
  /** The same for a path that names no file of the root, such as an address. */
  checkName(target: string, file: string, line: () => number): void;
  findings: Finding[];
}

/** A path from a field that could leave the root: absolute, with a drive, with `..`, or a home folder. */
export const leavesRoot = (target: string): boolean =>
  /^([/\\~]|[A-Za-z]:)/.test(target) || target.split(/[/\\]/).includes('..');

/** Neither follows a link nor waits for a pipe; null where a system cannot be asked for that. */
const plainly =
  fs.constants.O_NOFOLLOW === undefined
    ? null
    : fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';

export function openRoot(rootDir: string, world: FileSystem = here): RootFiles {
  const findings: Finding[] = [];
  /** Folders that are known to lie inside, and where: what is in one and is no link lies inside too. */
  const plainFolders = new Map<string, string>();
  /** Paths of fields that lie inside. */
  const inside = new Set<string>();
  const absolute = path.resolve(rootDir);
  let root = absolute;
  try {
    root = world.realpathSync(absolute);
  } catch {
    // A root that does not exist has no files; `root-has-config` says so.
  }
  const isInside = (real: string) => real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);

  /** Real path of a file, null where it is missing (silently) or leads out of the root (with a finding). */
  function resolve(file: string, at = { file, line: () => 1 }): string | null {
    let real: string;
    try {
      real = world.realpathSync(path.join(root, file));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') refuse(file, error);
      return null;
    }
    if (isInside(real)) return real;
    const message = `expected a path inside the root, found ${file}, which leads outside`;
    const hint = 'Copy what is needed into the root and remove the link.';
    findings.push(finding('path-is-inside-root', at.file, at.line(), message, hint));
    return null;
  }

  function refuse(file: string, error: unknown): void {
    const message = `expected a readable file, found ${codeOf(error)}`;
    findings.push(finding('file-is-readable', file, 1, message, 'Mend the link or the permissions of the file.'));
  }

  function list(folder: string): Item[] {
    const real = plainFolders.get(folder) ?? resolve(folder);
    if (real === null) return [];
    let entries: fs.Dirent[];
    try {
      entries = world.readdirSync(real, { withFileTypes: true });
    } catch (error) {
      if (codeOf(error) !== 'ENOTDIR' && codeOf(error) !== 'ENOENT') refuse(folder, error);
      return [];
    }
    const names = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
    return names.flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) plainFolders.set(file, real + path.sep + entry.name);
      if (entry.isFile() || entry.isDirectory()) return [{ name: entry.name, file, isFolder: entry.isDirectory() }];
      // Only a link can lead out of a folder that is itself inside.
      const before = findings.length;
      const target = resolve(file);
      if (target !== null) return [{ name: entry.name, file, isFolder: world.statSync(target).isDirectory() }];
      if (findings.length === before) refuse(file, { code: 'a link to nothing' });
      return [];
    });
  }

  /**
   * A file that is no link in such a folder, null where there is nothing; undefined where the longer way must tell what
   * it is.
   */
  function readPlainly(file: string): Uint8Array | null | undefined {
    const at = file.lastIndexOf('/');
    const folder = plainFolders.get(file.slice(0, at));
    if (folder === undefined || plainly === null) return undefined;
    let handle: number | null = null;
    try {
      handle = world.openSync(folder + path.sep + file.slice(at + 1), plainly);
      return world.fstatSync(handle).isFile() ? world.readFileSync(handle) : undefined;
    } catch (error) {
      return codeOf(error) === 'ENOENT' ? null : undefined;
    } finally {
      if (handle !== null) world.closeSync(handle);
    }
  }

  function bytes(file: string): Uint8Array | null {
    const plain = readPlainly(file);
    if (plain !== undefined) return plain;
    const real = resolve(file);
    if (real === null) return null;
    try {
      // Reading a pipe or a device would wait for ever.
      if (!world.statSync(real).isFile()) throw { code: 'something that is no file' };
      return world.readFileSync(real);
    } catch (error) {
      refuse(file, error);
      return null;
    }
  }

  function size(file: string): number | null {
    const real = resolve(file);
    return real === null ? null : world.statSync(real).size;
  }

  function text(file: string): string | null {
    const raw = bytes(file);
    if (raw === null) return null;
    try {
      const decoded = new TextDecoder('utf-8', { fatal: true }).decode(raw);
      const merge = unfinishedMerge(decoded);
      if (merge === null) return decoded;
      const hint = 'Choose the lines that hold, remove the three marks, and add the file to the merge.';
      findings.push(finding('merge-is-finished', file, merge, 'expected a text, found both sides of a merge', hint));
      return null;
    } catch {
      const message = 'expected UTF-8 text, found other bytes';
      findings.push(finding('file-is-readable', file, 1, message, 'Save the file as UTF-8.'));
      return null;
    }
  }

  function check(target: string, file: string, line: () => number): void {
    if (leavesRoot(target)) checkName(target, file, line);
    else if (!inside.has(target) && resolve(target, { file, line }) !== null) inside.add(target);
  }

  function checkFolder(folder: string): void {
    // Only a link can lead out of a folder that is itself inside.
    const parent = plainFolders.get(folder.slice(0, folder.lastIndexOf('/')));
    const plain = parent !== undefined && !isLink(parent + path.sep + folder.slice(folder.lastIndexOf('/') + 1));
    if (!plain) resolve(folder);
  }

  function isLink(file: string): boolean {
    return world.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  }

  function checkName(target: string, file: string, line: () => number): void {
    if (!leavesRoot(target)) return;
    const message = `expected a path inside the root, found "${target}"`;
    findings.push(finding('path-is-inside-root', file, line(), message, 'Write the path from the root, without "..".'));
  }

  function checkExists(target: string, file: string, line: () => number): void {
    const before = findings.length;
    check(target, file, line);
    if (findings.length > before || inside.has(target)) return;
    const message = `expected a file or folder, found nothing at ${target}`;
    findings.push(finding('input-exists', file, line(), message, 'Add it, or correct the path.'));
  }

  return { root, list, bytes, size, text, checkFolder, check, checkExists, checkName, findings };
}
