import { z } from 'zod';
import { commandEnvironmentSchema } from './command.ts';
import { importSourceSchema } from './config.ts';
import { schemaVersion, seed, sha256 as digest, text } from './ids.ts';
import { finite, scopeSchema } from './outcome.ts';

export const keyPartsSchema = z
  .strictObject({
    config: digest.meta({ description: 'Runner, params and upstream of the resolved profile, canonical' }),
    sources: digest.meta({ description: "The runner's source files, without types, comments and formatting" }),
    kernels: digest.meta({ description: 'Compiled kernels and other files that the sources load' }),
    data: z.record(z.string(), digest).meta({ description: 'Declared data files and inputs, by path' }),
    upstream: z
      .record(z.string(), digest)
      .meta({ description: 'Params, outcome and artefacts of each upstream experiment' }),
    packages: z.record(z.string(), z.string()).meta({ description: 'Versions of the packages that the sources load' }),
  })
  .meta({ description: 'Everything a run depends on but its seed and sweep point; freshness compares these' });

export const backendSchema = z
  .strictObject({ name: text('e.g. wasm'), version: text('Library and kernels') })
  .meta({ description: 'What computed it' });

const about = {
  schemaVersion,
  id: text('Experiment'),
  profile: text('Profile that was run'),
  outcome: digest.meta({ description: 'Digest of the bytes of outcome.json' }),
  date: z.string().meta({ description: 'When, in UTC' }),
};

export const executedSchema = z
  .strictObject({
    ...about,
    kind: z.literal('executed').meta({ description: 'It was executed by the engine' }),
    key: digest.meta({ description: 'Digest of the keys of the runs' }),
    parts: keyPartsSchema.meta({ description: 'What the keys were made of' }),
    config: z
      .record(z.string(), z.unknown())
      .meta({ description: 'The resolved profile that was run, so that a change can be named' }),
    backend: backendSchema,
    node: text('Version of Node'),
    platform: z.string().meta({ description: 'Operating system and architecture' }),
    machine: text('Class of machine: platform and processor'),
    environment: commandEnvironmentSchema
      .nullable()
      .meta({ description: 'What a program ran with; null for a runner of the engine' }),
    seconds: finite.meta({ description: 'Wall time of all runs together' }),
    cpuSeconds: finite.meta({ description: 'Processor time of all runs together' }),
    peakMemoryMiB: finite.meta({ description: 'Largest resident memory of one run' }),
    git: z
      .strictObject({
        commit: text('Commit that was checked out'),
        clean: z.boolean().meta({ description: 'Whether nothing but results differed from it' }),
      })
      .nullable()
      .meta({ description: 'State of the repository, or null without one' }),
    runs: z
      .array(
        z.strictObject({
          seed: seed.meta({ description: 'Seed of the run' }),
          point: scopeSchema.meta({ description: 'Sweep point' }),
          key: digest.meta({ description: 'Digest of the parts, the seed and the point' }),
          seconds: finite.meta({ description: 'Wall time' }),
          artefacts: z
            .record(z.string(), digest)
            .optional()
            .meta({ description: 'Digests of the files it left, by name' }),
        }),
      )
      .meta({ description: 'The runs it is made of' }),
  })
  .meta({ description: 'An outcome that was executed here' });

export const importedSchema = z
  .strictObject({
    ...about,
    kind: z.literal('imported').meta({ description: 'It was read from what a tracker recorded' }),
    source: importSourceSchema,
    tool: z.string().nullable().meta({ description: 'Client that wrote it, with its version, where known' }),
  })
  .meta({ description: 'An outcome that a tracker recorded elsewhere; nothing here re-executes it' });

export const provenanceSchema = z
  .discriminatedUnion('kind', [executedSchema, importedSchema])
  .meta({ description: 'Where an outcome comes from: not compared, rewritten only when key or outcome changed' });

export type KeyParts = z.infer<typeof keyPartsSchema>;
export type Executed = z.infer<typeof executedSchema>;
export type Imported = z.infer<typeof importedSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
