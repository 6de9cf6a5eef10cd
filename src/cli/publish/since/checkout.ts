import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { leavesRoot } from '../../../content/safe-path.ts';

/** A root as a commit has it, in a folder of its own. */
export interface Checkout {
  folder: string;
  commit: string;
  /** Day of the commit. */
  date: string;
}

/** Most bytes of one answer of git. */
const maxBuffer = 2 ** 30;

function git(root: string, args: string[], input?: string): { ok: boolean; out: Buffer; err: string } {
  // A prompt would wait for ever; objects are read as they are, whatever the user's settings.
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  const { error, status, stdout, stderr } = spawnSync('git', ['-C', root, ...args], { input, maxBuffer, env });
  if (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError('--since needs git, which is not here', { hint: 'Install git, or leave --since out.' });
  }
  return { ok: status === 0, out: stdout, err: stderr.toString('utf8').trim() };
}

const line = (out: Buffer): string => out.toString('utf8').trim();

function unknown(root: string, tag: string): UserError {
  const tags = line(git(root, ['tag', '--sort=-creatordate']).out)
    .split('\n')
    .filter(Boolean)
    .slice(0, 5);
  const isShallow = line(git(root, ['rev-parse', '--is-shallow-repository']).out) === 'true';
  const known = tags.length > 0 ? `Latest tags: ${tags.join(', ')}.` : 'This repository has no tags; a commit will do.';
  const hint = isShallow
    ? `${known} Only a part of the history is here: fetch it all, e.g. with fetch-depth: 0.`
    : known;
  return new UserError(`--since names "${tag}", which is no tag or commit of this repository`, { hint });
}

/** What judging and comparing read; data and code of experiments are not among it. */
const isRead = (file: string): boolean =>
  file === 'factory.config.yaml' ||
  /^content\/.*\.(?:mdx?|yaml)$/.test(file) ||
  /^experiments\/[^/]+\/config\.yaml$/.test(file) ||
  /^assets\/(?:results|figures)\/.*\.(?:json|svg)$/.test(file);

interface Blob {
  file: string;
  id: string;
}

/** Plain files below a folder of a commit; links are left out, as nothing may be read through them. */
function blobsOf(root: string, commit: string, prefix: string): Blob[] {
  const { out } = git(root, ['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...(prefix ? [prefix] : [])]);
  return out
    .toString('utf8')
    .split('\0')
    .flatMap((entry) => {
      const [, id, path] = /^100\d{3} blob ([\da-f]+)\t(.*)$/s.exec(entry) ?? [];
      if (id === undefined || !path!.startsWith(prefix)) return [];
      const file = path!.slice(prefix.length);
      return isRead(file) && !leavesRoot(file) ? [{ file, id }] : [];
    });
}

/** Files of one call of git. */
const atOnce = 500;

function writeBlobs(root: string, folder: string, blobs: readonly Blob[]): void {
  for (let i = 0; i < blobs.length; i += atOnce) {
    const some = blobs.slice(i, i + atOnce);
    const { out } = git(root, ['cat-file', '--batch'], some.map(({ id }) => `${id}\n`).join(''));
    let at = 0;
    for (const { file, id } of some) {
      const end = out.indexOf('\n', at);
      const size = Number(out.toString('utf8', at, end).split(' ')[2]);
      if (!Number.isInteger(size)) throw new UserError(`git cannot read ${file} (${id.slice(0, 12)})`);
      const target = join(folder, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, out.subarray(end + 1, end + 1 + size));
      at = end + 1 + size + 1;
    }
  }
}

/** The commit that a tag names. @throws {UserError} where there is no git, no repository or no such tag. */
export function commitOf(root: string, tag: string): string {
  if (!git(root, ['rev-parse', '--show-prefix']).ok) {
    throw new UserError(`--since needs a git repository, and ${root} is in none`, {
      hint: 'Put the root under git, or leave --since out.',
    });
  }
  // With `--end-of-options` a tag cannot be read as an option.
  const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${tag}^{commit}`]);
  if (!found.ok) throw unknown(root, tag);
  return line(found.out);
}

/**
 * Reads a root as it was at a tag or commit, from git's objects: the work tree is not touched.
 * @param use gets the root, which is removed afterwards.
 */
export function withCheckout<T>(root: string, tag: string, use: (checkout: Checkout) => T): T {
  const commit = commitOf(root, tag);
  const prefix = line(git(root, ['rev-parse', '--show-prefix']).out);
  const blobs = blobsOf(root, commit, prefix);
  if (!blobs.some(({ file }) => file === 'factory.config.yaml')) {
    throw new UserError(`${tag} has no root at ${prefix || 'the top of the repository'}: no factory.config.yaml`, {
      hint: 'Name a later tag: the root was elsewhere then, or not there yet.',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-since-'));
  try {
    writeBlobs(root, folder, blobs);
    const date = line(git(root, ['show', '-s', '--format=%cs', commit]).out);
    return use({ folder, commit, date });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
