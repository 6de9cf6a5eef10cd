import { z } from 'zod';
import { finite, scopeSchema } from './outcome.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal');

export const keyPartsSchema = z
  .strictObject({
    config: digest.meta({ description: 'The resolved profile, canonical' }),
    sources: digest.meta({ description: "The runner's source files and kernels" }),
    upstream: z.record(z.string(), digest).meta({ description: 'Outcome of each upstream experiment' }),
    packages: z.record(z.string(), z.string()).meta({ description: 'Versions of the numerical packages' }),
  })
  .meta({ description: 'Everything a result depends on; freshness compares these' });

export const provenanceSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string(),
    profile: z.string(),
    key: digest.meta({ description: 'Digest of the parts' }),
    parts: keyPartsSchema,
    outcome: digest.meta({ description: 'Digest of the bytes of outcome.json' }),
    backend: z.strictObject({ name: z.string(), version: z.string() }),
    node: z.string(),
    platform: z.string().meta({ description: 'Operating system and architecture' }),
    seconds: finite.meta({ description: 'Wall time of all runs together' }),
    cpuSeconds: finite.meta({ description: 'Processor time of all runs together' }),
    peakMemoryMiB: finite.meta({ description: 'Largest resident memory of one run' }),
    date: z.string().meta({ description: 'When, in UTC' }),
    git: z.strictObject({ commit: z.string(), clean: z.boolean() }).nullable(),
    runs: z.array(z.strictObject({ seed: z.int(), point: scopeSchema, seconds: finite })),
    otherBackends: z
      .array(z.strictObject({ backend: z.string(), metric: z.string(), value: finite }))
      .default([])
      .meta({ description: 'Values that other backends measured for the same key' }),
  })
  .meta({ description: 'Where an outcome comes from: not compared, rewritten only when key or outcome changed' });

export type KeyParts = z.infer<typeof keyPartsSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
