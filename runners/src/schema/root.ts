import { z } from 'zod';
import { slug } from './ids.ts';

export const severitySchema = z.enum(['error', 'warn', 'off']);

export const factoryConfigSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    title: z.string().meta({ description: 'Name of the knowledge center' }),
    tagline: z.string().default(''),
    lang: z.enum(['en', 'zh']).default('en'),
    authors: z.array(z.string()).default([]),
    repository: z.url().optional(),
    site: z
      .strictObject({
        base: z
          .string()
          .regex(/^\/(.*\/)?$/, 'must begin and end with a slash, e.g. /lab/')
          .default('/')
          .meta({ description: 'Path under which the site is served' }),
        coreFigure: z
          .string()
          .regex(/^[a-z0-9-]+\/[a-z0-9-]+$/)
          .optional()
          .meta({ description: 'Figure on the home page: <experiment>/<figure>' }),
      })
      .prefault({}),
    profile: z
      .enum(['smoke', 'default', 'full'])
      .default('default')
      .meta({ description: 'Profile that metric addresses mean and the site shows' }),
    committed: z
      .array(z.enum(['smoke', 'default', 'full']))
      .default(['smoke', 'default'])
      .meta({ description: 'Profiles whose results are kept; `reproduce` without --profile runs these' }),
    sources: z
      .record(slug, z.strictObject({ title: z.string(), author: z.string().optional(), date: z.string().optional() }))
      .default({})
      .meta({ description: 'Documents that reported numbers come from; `reported:<id>#place` links name them' }),
    rules: z.record(slug, severitySchema).default({}).meta({ description: 'Severity by rule: error, warn or off' }),
  })
  .meta({ description: 'factory.config.yaml: makes a folder a root' });

export type FactoryConfig = z.infer<typeof factoryConfigSchema>;
export type Severity = z.infer<typeof severitySchema>;
