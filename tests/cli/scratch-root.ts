import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { TestContext } from 'node:test';

export const repository = resolve(import.meta.dirname, '..', '..');
export const minimalRoot = join(repository, 'tests', 'fixtures', 'minimal');
export const launcher = join(repository, 'bin', 'paper-factory.mjs');

/** A copy of the minimal root that the test may spoil; it goes when the test ends. */
export function scratchRoot(context: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-'));
  cpSync(minimalRoot, root, { recursive: true, filter: (source) => !/\/(\.factory|dist)$/.test(source) });
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const path = (file: string) => join(root, file);
  const files = (folder: string) =>
    readdirSync(path(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  return {
    root,
    path,
    exists: (file: string) => existsSync(path(file)),
    read: (file: string) => readFileSync(path(file), 'utf8'),
    write: (file: string, text: string) => writeFileSync(path(file), text),
    /** Replaces text that must be there once or more. */
    edit(file: string, from: string, to: string) {
      const text = readFileSync(path(file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold "${from}"`);
      writeFileSync(path(file), text.replace(from, to));
    },
    remove: (file: string) => rmSync(path(file), { recursive: true, force: true }),
    /** Every file below a folder with its bytes. */
    snapshot(folder: string): Record<string, string> {
      return Object.fromEntries(files(folder).map((file) => [relative(root, file), readFileSync(file, 'utf8')]));
    },
    /** The same with digests, where the bytes would only fill the screen. */
    digests(folder: string): Record<string, string> {
      const digest = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex').slice(0, 16);
      return Object.fromEntries(
        files(folder).map((file) => [relative(root, file), digest(readFileSync(file, 'latin1'))]),
      );
    },
    run: (...args: string[]) => runCli([...args, '--root', root]),
  };
}

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line as a user does, through the launcher. */
export function runCli(args: string[], node = process.execPath): Promise<CliResult> {
  return new Promise((done) => {
    execFile(node, [launcher, ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }, (error, out, err) => {
      done({ code: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });
}

/** The objects of a `--json` output of one event per line. */
export function events(out: string): Record<string, unknown>[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
