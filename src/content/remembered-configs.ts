import path from 'node:path';
import type { ExperimentConfig, FactoryConfig } from '@paper-factory/runners/schema';
import { openMemory, sha256 } from './memory.ts';
import { digestOfFiles, parserFiles } from './readers.ts';

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

/**
 * Opens what earlier commands parsed below a root.
 * @param parser The files whose bytes decide what a text is parsed to.
 */
export function openRemembered(root: string, parser: readonly string[] = parserFiles()): RememberedConfigs {
  const memory = openMemory(path.join(root, '.factory', 'cache', 'configs.json'), digestOfFiles(parser));
  return {
    factory: (text) => memory.recall('factory', sha256(text)) as FactoryConfig | undefined,
    experiment: (text) => memory.recall('experiments', sha256(text)) as ExperimentConfig | undefined,
    keepFactory: (text, config) => memory.keep('factory', sha256(text), config),
    keepExperiment: (text, config) => memory.keep('experiments', sha256(text), config),
    save: () => memory.save(),
  };
}
