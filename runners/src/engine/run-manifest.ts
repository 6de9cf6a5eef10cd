import { z } from 'zod';
import { relativePath, schemaVersion, scopeSchema, seed, slug, text } from '../schema/index.ts';
import { commandEnvironmentSchema } from '../schema/command.ts';
import { canonicalJson, digest as digestOf } from './canonical.ts';
import { digestPattern } from './object-store.ts';

const digest = z.string().regex(digestPattern, 'must be a sha256 in hexadecimal');
const amount = z.number().min(0);

/** One measurement of a run: what it was, what measured it, and where its bytes are. */
export const runManifestSchema = z
  .strictObject({
    schemaVersion,
    key: digest.meta({ description: 'Run key: digest of everything that the result depends on' }),
    id: slug.meta({ description: 'Experiment' }),
    profile: text('Profile that was run'),
    seed: seed.meta({ description: 'Seed of the run' }),
    point: scopeSchema.meta({ description: 'Sweep point' }),
    backend: z
      .strictObject({ name: slug.meta({ description: 'e.g. wasm' }), version: text('Library and kernels') })
      .meta({ description: 'What computed it' }),
    machine: text('Class of the machine: operating system, architecture and processor'),
    node: text('Version of Node'),
    platform: text('Operating system and architecture'),
    environment: commandEnvironmentSchema.nullable().optional().meta({ description: 'What a program ran with' }),
    date: z.iso.datetime().meta({ description: 'When, in UTC' }),
    seconds: amount.meta({ description: 'Wall time' }),
    cpuSeconds: amount.meta({ description: 'Processor time' }),
    peakMemoryMiB: amount.meta({ description: 'Largest resident memory' }),
    result: digest.meta({ description: 'Blob of the result' }),
    artefacts: z.record(relativePath, digest).meta({ description: 'Blob of each file that the run left, by name' }),
  })
  .meta({ description: 'One measurement of one run' });

export type RunManifest = z.infer<typeof runManifestSchema>;

/** File name of a measurement: an equal one of the same class of machines has the same, any other another. */
export function entryName({ backend, machine, result }: RunManifest): string {
  return `${backend.name}-${digestOf(canonicalJson([backend, machine, result])).slice(0, 16)}.json`;
}

/** Whether a name is one that {@link entryName} gives, and hence no path that leads elsewhere. */
export const isEntryName = (name: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{16}\.json$/.test(name);

export const isRunKey = (name: string): boolean => digestPattern.test(name);

/** Digests of all blobs that a measurement rests on; the result is the first. */
export const blobsOf = ({ result, artefacts }: RunManifest): string[] => [
  ...new Set([result, ...Object.values(artefacts)]),
];

/** @returns null where the text is no manifest. */
export function parseManifest(text: string): RunManifest | null {
  try {
    return runManifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
