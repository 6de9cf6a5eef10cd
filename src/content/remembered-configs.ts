import { hash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ExperimentConfig, FactoryConfig } from '@paper-factory/runners/schema';

/**
 * Parsed configs by the sha256 of their UTF-8 bytes. Only configs without a fault of their own are in it, and all that a
 * parse finds follows from these: what is remembered is what a parse would give.
 */
export interface RememberedConfigs {
  factory(text: string | Uint8Array): FactoryConfig | undefined;
  experiment(text: string | Uint8Array): ExperimentConfig | undefined;
  keepFactory(text: string | Uint8Array, config: FactoryConfig): void;
  keepExperiment(text: string | Uint8Array, config: ExperimentConfig): void;
  /** Writes down what was asked for and what is new, where anything is new. What cannot be written is parsed again. */
  save(): void;
}

interface Kept {
  factory: Record<string, FactoryConfig>;
  experiments: Record<string, ExperimentConfig>;
}

const sha256 = (data: Uint8Array | string): string => hash('sha256', data);

/** Where the code lies that decides what a text is parsed to: this folder, the schema, and two packages. */
export function parserFiles(): string[] {
  const require = createRequire(import.meta.url);
  const folders = [import.meta.dirname, path.dirname(require.resolve('@paper-factory/runners/schema'))];
  const sources = folders.flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)));
  return [...sources.sort(), require.resolve('yaml/package.json'), require.resolve('zod/package.json')];
}

const digestOf = (files: readonly string[]): string =>
  sha256(files.map((file) => `${sha256(fs.readFileSync(file))} ${path.basename(file)}`).join('\n'));

/** The first line binds the rest to the parser, and shows a file that was cut short or edited. */
function read(file: string, parser: string): Kept | null {
  try {
    const text = fs.readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return text.slice(0, end) === sha256(parser + body) ? (JSON.parse(body) as Kept) : null;
  } catch {
    return null; // none yet, or somebody else's
  }
}

function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // there is nothing to remove
  }
}

function write(file: string, parser: string, kept: Kept): void {
  const body = JSON.stringify(kept);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(temporary, `${sha256(parser + body)}\n${body}`);
    fs.renameSync(temporary, file);
  } catch {
    remove(temporary); // a full disk or a folder that is not ours: no error
  }
}

/**
 * Opens what earlier commands parsed below a root.
 * @param parser The files whose bytes decide what a text is parsed to.
 */
export function openRemembered(root: string, parser: readonly string[] = parserFiles()): RememberedConfigs {
  const file = path.join(root, '.factory', 'cache', 'configs.json');
  const digest = digestOf(parser);
  const old = read(file, digest);
  const used: Kept = { factory: {}, experiments: {} };
  let isNew = false;

  function recall<K extends keyof Kept>(kind: K, text: string | Uint8Array): Kept[K][string] | undefined {
    const key = sha256(text);
    if (!old || !Object.hasOwn(old[kind], key)) return undefined;
    return (used[kind][key] = old[kind][key]) as Kept[K][string];
  }

  function keep<K extends keyof Kept>(kind: K, text: string | Uint8Array, config: Kept[K][string]): void {
    // What JSON cannot hold, such as -0, is parsed every time.
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(config)), config)) return;
    (used[kind] as Record<string, Kept[K][string]>)[sha256(text)] = config;
    isNew = true;
  }

  return {
    factory: (text) => recall('factory', text),
    experiment: (text) => recall('experiments', text),
    keepFactory: (text, config) => keep('factory', text, config),
    keepExperiment: (text, config) => keep('experiments', text, config),
    save: () => isNew && write(file, digest, used),
  };
}
