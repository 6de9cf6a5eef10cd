import { z } from 'zod';
import { commandSchema } from './command.ts';
import { list, relativePath, schemaVersion, seed, slug, text } from './ids.ts';
import { slurmSchema } from './slurm.ts';

const params = z
  .record(z.string(), z.unknown())
  .meta({ description: "Settings of the run; the runner's own strict schema checks them" });

const sweep = z
  .record(
    z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be the name of a param'),
    z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .refine((list) => new Set(list).size === list.length, 'must not repeat a value'),
  )
  .meta({ description: 'Params to vary: every combination of the listed values is one run' });

const seeds = z
  .array(seed)
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'must not repeat a seed')
  .meta({ description: 'Integer seeds, each >= 1; one run for each' });

const timeoutMinutes = z
  .number()
  .positive()
  .meta({ description: 'A run that takes longer is ended and fails; its checkpoints stay' });

export const profileSchema = z
  .strictObject({
    description: z.string().optional().meta({ description: 'What this size is for' }),
    seeds: seeds.optional(),
    sweep: sweep.optional(),
    params: params.optional(),
    minutes: z.number().positive().optional().meta({ description: 'Expected minutes, where no run here tells' }),
    timeoutMinutes: timeoutMinutes.optional(),
    slurm: slurmSchema.optional(),
    memoryMiB: z.number().positive().optional().meta({ description: 'Expected memory, where no run here tells' }),
  })
  .meta({ description: 'A named size: what differs from the top of the config (params merge, lists replace)' });

export const importSourceSchema = z
  .strictObject({
    tracker: text('What wrote it, e.g. mlflow'),
    path: text('Where it was read from; only its name where that lies outside the root'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal')
      .meta({ description: 'Digest of what was read' }),
  })
  .meta({ description: 'With `runner: imported`: where the numbers come from' });

export const experimentConfigSchema = z
  .strictObject({
    schemaVersion,
    id: slug.meta({ description: 'Equals the folder name' }),
    suite: slug.meta({ description: 'Experiments of a suite share a simulator and models' }),
    runner: z
      .string()
      .regex(
        /^([a-z0-9-]+\/[a-z0-9-]+|command|imported|\.\/(?!\.{0,2}\/)(?!.*\/\.{0,2}\/)[^\\]+\.m?[jt]s)$/,
        'must be <suite>/<module>, ./path/in/the/root.ts (.ts, .mts, .js or .mjs), command or imported',
      )
      .meta({
        description:
          'What runs it: a module <suite>/<module> of the tool; `./experiments/mine/run.ts`, a module of the root; `command`, any program; or `imported`, which is never re-executed',
      }),
    command: commandSchema.optional(),
    source: importSourceSchema.optional(),
    artefacts: list(
      relativePath,
      'Files that every run leaves for experiments downstream, e.g. weights; kept in .factory/store',
    ),
    title: text('What it does, in a phrase'),
    status: z
      .enum(['ready', 'planned'])
      .default('ready')
      .meta({ description: 'planned: a sketch that nothing runs yet; its params are not checked by a runner' }),
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
    timeoutMinutes: timeoutMinutes.optional(),
    slurm: slurmSchema.optional(),
    tags: list(slug, 'Free keywords; `core` marks the headline figures'),
  })
  .superRefine(({ runner, command, source }, context) => {
    const needs = (field: string, wanted: boolean, found: unknown) => {
      if (wanted === (found !== undefined)) return;
      const message = wanted ? `runner: ${runner} needs it` : `belongs to another runner than ${runner}`;
      context.addIssue({ code: 'custom', path: [field], message });
    };
    needs('command', runner === 'command', command);
    needs('source', runner === 'imported', source);
  })
  .meta({ description: 'experiments/<id>/config.yaml' });

export type ExperimentConfig = z.infer<typeof experimentConfigSchema>;
export type ProfileName = keyof ExperimentConfig['profiles'];
