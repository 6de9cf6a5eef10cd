import { z } from 'zod';
import { schemaVersion, seed, text } from './ids.ts';
import { finite, scopeSchema } from './outcome.ts';

export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal');

export const keyPartsSchema = z
  .strictObject({
    config: digestSchema.meta({ description: 'The resolved profile, canonical' }),
    sources: digestSchema.meta({ description: "The runner's source files and kernels" }),
    upstream: z.record(z.string(), digestSchema).meta({ description: 'Outcome of each upstream experiment' }),
    packages: z.record(z.string(), z.string()).meta({ description: 'Versions of the numerical packages' }),
  })
  .meta({ description: 'Everything a result depends on; freshness compares these' });

export const backendSchema = z
  .strictObject({ name: text('e.g. wasm'), version: text('Library and kernels') })
  .meta({ description: 'What computed it' });

export const provenanceSchema = z
  .strictObject({
    schemaVersion,
    id: text('Experiment'),
    profile: text('Profile that was run'),
    key: digestSchema.meta({ description: 'Digest of the parts' }),
    parts: keyPartsSchema.meta({ description: 'What the key was made of' }),
    outcome: digestSchema.meta({ description: 'Digest of the bytes of outcome.json' }),
    backend: backendSchema,
    node: text('Version of Node'),
    platform: z.string().meta({ description: 'Operating system and architecture' }),
    seconds: finite.meta({ description: 'Wall time of all runs together' }),
    cpuSeconds: finite.meta({ description: 'Processor time of all runs together' }),
    peakMemoryMiB: finite.meta({ description: 'Largest resident memory of one run' }),
    date: z.string().meta({ description: 'When, in UTC' }),
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
          seconds: finite.meta({ description: 'Wall time' }),
        }),
      )
      .meta({ description: 'The runs it is made of' }),
  })
  .meta({ description: 'Where an outcome comes from: not compared, rewritten only when key or outcome changed' });

export type KeyParts = z.infer<typeof keyPartsSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
