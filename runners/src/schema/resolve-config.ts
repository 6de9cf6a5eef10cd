import type { CommandConfig } from './command.ts';
import type { ExperimentConfig, ProfileName } from './config.ts';
import type { SlurmSettings } from './slurm.ts';

/** A config at one profile, with nothing left to merge. */
export interface ResolvedConfig {
  id: string;
  profile: ProfileName;
  runner: string;
  upstream: string[];
  artefacts: string[];
  data: string | null;
  command: CommandConfig | null;
  timeoutMinutes: number | null;
  memoryMiB: number | null;
  minutes: number | null;
  slurm: SlurmSettings;
  seeds: number[];
  sweep: Record<string, (string | number)[]>;
  params: Record<string, unknown>;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(base: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = merged[key];
    merged[key] = isPlain(old) && isPlain(value) ? merge(old, value) : value;
  }
  return merged;
}

/** Merges a profile over the top of the config: params deeply, lists and sweep replaced whole. */
export function resolveConfig(config: ExperimentConfig, profile: ProfileName): ResolvedConfig | null {
  const over = config.profiles[profile];
  if (!over) return null;
  return {
    id: config.id,
    profile,
    runner: config.runner,
    upstream: config.upstream,
    artefacts: config.artefacts,
    data: config.data?.source ?? null,
    command: config.command ?? null,
    minutes: over.minutes ?? null,
    memoryMiB: over.memoryMiB ?? null,
    slurm: mergeSlurm(config.slurm, over.slurm),
    timeoutMinutes: over.timeoutMinutes ?? config.timeoutMinutes ?? null,
    seeds: over.seeds ?? config.seeds,
    sweep: over.sweep ?? config.sweep,
    params: merge(config.params, over.params ?? {}),
  };
}

/** Settings of the root, then of the experiment, then of its profile: the later ones win, lists are replaced whole. */
export function mergeSlurm(...settings: (SlurmSettings | undefined)[]): SlurmSettings {
  return Object.assign({}, ...settings) as SlurmSettings;
}
