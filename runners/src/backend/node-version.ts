import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../schema/user-error.ts';

/** What the bits of the native library depend on besides its version. The user's own environment goes before these. */
const pins = {
  TF_NUM_INTEROP_THREADS: '1',
  // oneDNN makes convolutions 1.4 times as fast. Its code follows the processor; nearly every x64 one has AVX2.
  TF_ENABLE_ONEDNN_OPTS: '1',
  ONEDNN_MAX_CPU_ISA: 'AVX2',
  // Warnings and notes would end up in the middle of a progress bar.
  TF_CPP_MIN_LOG_LEVEL: '2',
};

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch (cause) {
    throw new UserError('backend node needs the package @tensorflow/tfjs-node, which is not installed', {
      hint: 'Run `npm ci` without `--omit=optional`, then `npm run setup:native`.',
      cause,
    });
  }
}

/**
 * Fixes, before the library is loaded, what its numbers depend on.
 * @param threads Threads inside one operation; another number of them sums in another order.
 * @param environment `process.env`, which hands what is set on to the library.
 */
export function pinEnvironment(threads: number, environment: NodeJS.ProcessEnv): void {
  const numbers = { TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  Object.assign(environment, numbers, { ...pins, ...chosen(environment) });
}

function chosen(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.keys(pins).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
}

/**
 * Everything the numbers of this backend depend on in one line; loads nothing.
 * @throws {UserError} where the library is not set up.
 */
export function nodeVersion(threads: number, environment: NodeJS.ProcessEnv): string {
  const folder = packageFolder();
  const library = join(folder, 'deps', 'VERSION');
  if (!existsSync(library) || !existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'))) {
    throw new UserError('backend node is not set up: the native library of @tensorflow/tfjs-node is missing', {
      hint: 'Run `npm run setup:native`.',
    });
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const { TF_ENABLE_ONEDNN_OPTS: oneDnn, ONEDNN_MAX_CPU_ISA: isa } = { ...pins, ...chosen(environment) };
  return [
    `tfjs-node ${version}`,
    `libtensorflow ${readFileSync(library, 'utf8').trim()}`,
    `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    oneDnn === '0' ? 'oneDNN off' : `oneDNN up to ${isa}`,
  ].join(', ');
}
