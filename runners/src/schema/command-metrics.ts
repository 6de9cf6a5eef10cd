import { z } from 'zod';
import { relation } from './ids.ts';
import { finite, metricSchema, scopeSchema } from './outcome.ts';

const { unit, direction, split, n, digits } = metricSchema.shape;

const metric = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Name; `val/Loss` becomes `val_loss` in addresses' }),
    value: finite.meta({ description: 'The number; never NaN' }),
    label: z.string().optional().meta({ description: 'Name for readers; may hold TeX between dollars. Default: name' }),
    unit: unit.optional(),
    direction: direction.optional(),
    split: split.optional(),
    scope: scopeSchema.optional(),
    n: n.optional(),
    digits: digits.optional(),
  })
  .meta({ description: 'One number' });

const numbers = (description: string) => z.array(finite).meta({ description });

const curve = z
  .strictObject({
    name: z.string().min(1).meta({ description: 'Name, e.g. train/loss' }),
    x: numbers('Abscissa, one number a point'),
    y: numbers('Ordinate, one number a point'),
    xName: z.string().optional().meta({ description: 'What x counts. Default: step' }),
    yName: z.string().optional().meta({ description: 'What y is. Default: name' }),
  })
  .refine(({ x, y }) => x.length === y.length, 'x and y must have the same length')
  .meta({ description: 'A course, kept with at most 200 points' });

const gate = z
  .strictObject({
    name: z.string().meta({ description: 'What is required' }),
    value: finite.meta({ description: 'What was measured' }),
    relation: relation.meta({ description: 'How the value must stand to the threshold' }),
    threshold: finite.meta({ description: 'In the unit of the value' }),
  })
  .meta({ description: 'A condition the program sets itself; whether it is met is computed' });

export const commandMetricsSchema = z
  .strictObject({
    metrics: z
      .union([
        z.record(z.string().min(1), finite).meta({ description: 'Names and numbers, e.g. { "r2": 0.71 }' }),
        z.array(metric).meta({ description: 'The same with units, direction, split and scope' }),
      ])
      .meta({ description: 'What was measured; at least one' })
      .refine((all) => Object.keys(all).length > 0, 'must name at least one metric'),
    curves: z.array(curve).optional().meta({ description: 'Courses, e.g. of the training' }),
    scale: z
      .record(z.string(), finite)
      .optional()
      .meta({ description: 'Sizes the result rests on, e.g. { "train": 16384 }' }),
    gates: z.array(gate).optional().meta({ description: 'Conditions the program sets itself' }),
  })
  .meta({ description: 'metrics.json: what any program writes for `runner: command` and `import-run`' });

export type CommandMetrics = z.infer<typeof commandMetricsSchema>;
