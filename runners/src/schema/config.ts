import { z } from 'zod';
import { list, relativePath, schemaVersion, seed, slug, text } from './ids.ts';

const params = z
  .record(z.string(), z.unknown())
  .meta({ description: "Settings of the run; the runner's own strict schema checks them" });

const sweep = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be the name of a param'),
    z.array(z.union([z.string(), z.number()])).min(1),
  )
  .meta({ description: 'Params to vary: every combination of the listed values is one run' });

const seeds = z
  .array(seed)
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'must not repeat a seed')
  .meta({ description: 'Integer seeds, each >= 1; one run for each' });

export const profileSchema = z
  .strictObject({
    description: z.string().optional().meta({ description: 'What this size is for' }),
    seeds: seeds.optional(),
    sweep: sweep.optional(),
    params: params.optional(),
    minutes: z.number().positive().optional().meta({ description: 'Expected minutes, where no run here tells' }),
    memoryMiB: z.number().positive().optional().meta({ description: 'Expected memory, where no run here tells' }),
  })
  .meta({ description: 'A named size: what differs from the top of the config (params merge, lists replace)' });

export const experimentConfigSchema = z
  .strictObject({
    schemaVersion,
    id: slug.meta({ description: 'Equals the folder name' }),
    suite: slug.meta({ description: 'Experiments of a suite share a simulator and models' }),
    runner: z
      .string()
      .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'must be <suite>/<module>')
      .meta({ description: 'Module that runs it: <suite>/<module>' }),
    title: text('What it does, in a phrase'),
    upstream: list(slug, 'Experiments whose outcome or params this one reads'),
    data: z
      .strictObject({ source: relativePath.optional().meta({ description: 'File or folder in the root' }) })
      .optional()
      .meta({ description: 'Real data instead of the simulator' }),
    seeds,
    sweep: sweep.default({}),
    params: params.default({}),
    profiles: z
      .strictObject({ smoke: profileSchema, default: profileSchema, full: profileSchema.optional() })
      .meta({ description: 'smoke: seconds, for tests; default: what the site shows; full: paper scale' }),
    notes: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: 'By key: why this value, what else was thought of, what follows' }),
    tags: list(slug, 'Free keywords; `core` marks the headline figures'),
  })
  .meta({ description: 'experiments/<id>/config.yaml' });

export type ExperimentConfig = z.infer<typeof experimentConfigSchema>;
export type ProfileName = keyof ExperimentConfig['profiles'];

/** A config at one profile, with nothing left to merge. */
export interface ResolvedConfig {
  id: string;
  profile: ProfileName;
  runner: string;
  upstream: string[];
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
    seeds: over.seeds ?? config.seeds,
    sweep: over.sweep ?? config.sweep,
    params: merge(config.params, over.params ?? {}),
  };
}
