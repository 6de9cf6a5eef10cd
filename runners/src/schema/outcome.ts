import { z } from 'zod';
import { relation, schemaVersion, seed, text } from './ids.ts';

/** A number that JSON can hold; NaN and infinities are refused, since a diverged run is a status and not a value. */
export const finite = z.number().refine(Number.isFinite, 'must be finite');

export const scopeSchema = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower-case letters, digits and underscores'),
    z.union([z.string(), finite]),
  )
  .meta({ description: 'What the number is about, e.g. { model: ridge, snr: 5 }. The keys of metric addresses.' });

export const intervalSchema = z
  .strictObject({
    level: finite.meta({ description: 'Coverage, e.g. 0.95' }),
    low: finite.meta({ description: 'Lower end, unit of the metric' }),
    high: finite.meta({ description: 'Upper end, unit of the metric' }),
    method: z.enum(['bootstrap']).meta({ description: 'How the interval was made' }),
  })
  .meta({ description: 'Confidence interval of a metric' });

export const metricSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .meta({ description: 'Name in addresses, e.g. r2' }),
    label: z.string().meta({ description: 'Name for readers; may hold TeX between dollars' }),
    value: finite.meta({ description: 'Mean over seeds' }),
    unit: z.string().meta({ description: 'Unit, empty for a pure number' }),
    direction: z.enum(['higher', 'lower', 'none']).meta({ description: 'Which way is better' }),
    split: z.enum(['train', 'validation', 'test', 'none']).meta({ description: 'Data the number was measured on' }),
    scope: scopeSchema,
    n: z.int().positive().nullable().meta({ description: 'Samples the number rests on' }),
    digits: z.int().min(0).max(8).meta({ description: 'Digits after the point when a page prints it' }),
    perSeed: z
      .array(
        z.strictObject({
          seed: seed.meta({ description: 'Seed of the run' }),
          value: finite.meta({ description: 'What it measured' }),
        }),
      )
      .min(1)
      .meta({ description: 'The value of each seed; their spread is the noise floor over seeds' }),
    ci: intervalSchema.nullable().meta({ description: 'Confidence interval, or null where none was computed' }),
    resamples: z
      .array(finite)
      .optional()
      .meta({ description: 'Bootstrap replicates (mean over seeds), for paired comparisons; headline metrics only' }),
  })
  .meta({ description: 'One executed number' });

const axis = (description: string) =>
  z
    .strictObject({
      name: text('What is drawn'),
      unit: text('Unit, empty for a pure number'),
      values: z.array(finite).meta({ description: 'One number a point' }),
    })
    .meta({ description });

export const curveSchema = z
  .strictObject({
    name: z.string().meta({ description: 'Name, e.g. training' }),
    label: z.string().meta({ description: 'Name for readers' }),
    scope: scopeSchema,
    x: axis('Abscissa'),
    y: axis('Ordinate'),
  })
  .refine((c) => c.x.values.length === c.y.values.length, 'x and y must have the same length')
  .meta({ description: 'A downsampled curve: one y for each x' });

export const gateSchema = z
  .strictObject({
    name: z.string().meta({ description: 'What is required' }),
    value: finite.meta({ description: 'What was measured' }),
    relation: relation.meta({ description: 'How the value must stand to the threshold' }),
    threshold: finite.meta({ description: 'In the unit of the value' }),
    passed: z.boolean().meta({ description: 'Whether it does' }),
  })
  .meta({ description: 'A condition the run checks on itself' });

export const outcomeSchema = z
  .strictObject({
    schemaVersion,
    id: text('Experiment'),
    profile: text('Profile that was run'),
    status: z
      .enum(['ok', 'diverged', 'failed-gate'])
      .meta({ description: 'diverged: training left the finite numbers; failed-gate: a gate did not pass' }),
    scale: z.record(z.string(), finite).meta({ description: 'Sizes the result rests on' }),
    metrics: z.array(metricSchema).meta({ description: 'Executed numbers' }),
    curves: z.array(curveSchema).meta({ description: 'Curves, e.g. of the training' }),
    gates: z.array(gateSchema).meta({ description: 'Conditions the runs checked on themselves' }),
  })
  .meta({ description: 'What a re-execution found: the file that is compared byte by byte' });

export type Scope = z.infer<typeof scopeSchema>;
export type Metric = z.infer<typeof metricSchema>;
export type Curve = z.infer<typeof curveSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
