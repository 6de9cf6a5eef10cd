import { z } from 'zod';

/** A number that JSON can hold; NaN and infinities are refused, since a diverged run is a status and not a value. */
export const finite = z.number().refine(Number.isFinite, 'must be finite');

export const scopeSchema = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.union([z.string(), finite]))
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
      .array(z.strictObject({ seed: z.int().min(1), value: finite }))
      .min(1)
      .meta({ description: 'The value of each seed; their spread is the noise floor over seeds' }),
    ci: intervalSchema.nullable().meta({ description: 'Confidence interval, or null where none was computed' }),
    resamples: z
      .array(finite)
      .optional()
      .meta({ description: 'Bootstrap replicates (mean over seeds), for paired comparisons; headline metrics only' }),
  })
  .meta({ description: 'One executed number' });

export const curveSchema = z
  .strictObject({
    name: z.string().meta({ description: 'Name, e.g. training' }),
    label: z.string().meta({ description: 'Name for readers' }),
    scope: scopeSchema,
    x: z.strictObject({ name: z.string(), unit: z.string(), values: z.array(finite) }),
    y: z.strictObject({ name: z.string(), unit: z.string(), values: z.array(finite) }),
  })
  .refine((c) => c.x.values.length === c.y.values.length, 'x and y must have the same length')
  .meta({ description: 'A downsampled curve: one y for each x' });

export const gateSchema = z
  .strictObject({
    name: z.string().meta({ description: 'What is required' }),
    value: finite.meta({ description: 'What was measured' }),
    relation: z.enum(['<', '<=', '>', '>=']),
    threshold: finite,
    passed: z.boolean(),
  })
  .meta({ description: 'A condition the run checks on itself' });

export const outcomeSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string(),
    profile: z.string(),
    status: z.enum(['ok', 'diverged', 'failed-gate']),
    scale: z.record(z.string(), finite).meta({ description: 'Sizes the result rests on' }),
    metrics: z.array(metricSchema),
    curves: z.array(curveSchema),
    gates: z.array(gateSchema),
  })
  .meta({ description: 'What a re-execution found: the file that is compared byte by byte' });

export type Scope = z.infer<typeof scopeSchema>;
export type Metric = z.infer<typeof metricSchema>;
export type Curve = z.infer<typeof curveSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
