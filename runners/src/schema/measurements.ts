import { z } from 'zod';
import { addressSchema } from './address.ts';
import { list, schemaVersion, sha256, text } from './ids.ts';
import { finite } from './outcome.ts';
import { backendSchema } from './provenance.ts';

export const measurementSchema = z
  .strictObject({
    kind: z.enum(['backend', 'verification', 'rerun']).meta({
      description:
        'Why it was made. backend: on a backend beside the reference; verification: by `reproduce --verify --record`; rerun: by `reproduce --force`, which gave other bytes than the committed ones',
    }),
    backend: backendSchema,
    machine: text('Class of machine: operating system, architecture and processor, e.g. linux-x64 AMD EPYC 9B14'),
    node: text('Version of Node'),
    date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'must be a time in UTC like 2026-11-21T12:00:00Z')
      .meta({ description: 'When it was measured last, in UTC' }),
    result: z
      .enum(['equal', 'within-noise', 'changed'])
      .meta({ description: 'How it stood beside the committed outcome' }),
    compared: z.int().min(0).meta({ description: 'Metrics that both have' }),
    values: list(
      z.strictObject({
        metric: addressSchema,
        value: finite.meta({ description: 'What was measured here, mean over seeds, in the unit of the metric' }),
      }),
      'Those of them whose value differs from the outcome',
    ),
    otherDifferences: list(
      z.string(),
      'What else differs, e.g. `curves`, `figure training-loss.svg`, or the address of a metric that only one has',
    ),
  })
  .meta({ description: 'One more execution of what an outcome was made of' });

export const measurementsSchema = z
  .strictObject({
    schemaVersion,
    id: text('Experiment'),
    profile: text('Profile that was run'),
    key: sha256.meta({ description: 'Key of the outcome beside it; measurements of another key say nothing' }),
    measurements: list(
      measurementSchema,
      'One for each backend, class of machine and set of values; an equal newer one takes the place of the older',
    ),
  })
  .meta({ description: 'Every other measurement of a committed outcome: when, where, and which values differ' });

export type Measurement = z.infer<typeof measurementSchema>;
export type Measurements = z.infer<typeof measurementsSchema>;
