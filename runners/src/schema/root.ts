import { z } from 'zod';
import { figureAddress, list, schemaVersion, slug, text } from './ids.ts';
import { remoteSchema } from './remote.ts';
import { slurmSchema } from './slurm.ts';

export const severitySchema = z.enum(['error', 'warn', 'off']);

export const factoryConfigSchema = z
  .strictObject({
    schemaVersion,
    title: z.string().meta({ description: 'Name of the knowledge center' }),
    tagline: z.string().default('').meta({ description: 'One line below the name' }),
    lang: z.enum(['en', 'zh']).default('en').meta({ description: 'Language of the pages' }),
    authors: list(z.string(), 'The group'),
    repository: z.url().optional().meta({ description: 'Where the root is developed' }),
    site: z
      .strictObject({
        base: z
          .string()
          .regex(/^\/(.*\/)?$/, 'must begin and end with a slash, e.g. /lab/')
          .default('/')
          .meta({ description: 'Path under which the site is served' }),
        url: z
          .url({ protocol: /^https?$/ })
          .default('http://localhost:4321')
          .meta({ description: 'Public address without the path; the feed and the sitemap name pages by it' }),
        coreFigure: figureAddress.optional().meta({ description: 'Figure on the home page: <experiment>/<figure>' }),
      })
      .prefault({})
      .meta({ description: 'How the site is built' }),
    profile: z
      .enum(['smoke', 'default', 'full'])
      .default('default')
      .meta({ description: 'Profile that metric addresses mean and the site shows' }),
    committed: z
      .array(z.enum(['smoke', 'default', 'full']))
      .refine((list) => new Set(list).size === list.length, 'must not repeat a profile')
      .default(['smoke', 'default'])
      .meta({ description: 'Profiles whose results are kept; `reproduce` without --profile runs these' }),
    sources: z
      .record(
        slug,
        z.strictObject({
          title: text('Title'),
          author: text('Author').optional(),
          date: text('Date').optional(),
        }),
      )
      .default({})
      .meta({ description: 'Documents that reported numbers come from; `reported:<id>#place` links name them' }),
    commands: z
      .enum(['allow', 'refuse'])
      .default('refuse')
      .meta({ description: 'Whether `runner: command` may run programs of this root' }),
    modules: z
      .enum(['allow', 'refuse'])
      .default('refuse')
      .meta({ description: 'Whether `runner: ./…` may run TypeScript and JavaScript modules of this root' }),
    remote: remoteSchema.optional(),
    slurm: slurmSchema.optional(),
    rules: z.record(slug, severitySchema).default({}).meta({ description: 'Severity by rule: error, warn or off' }),
  })
  .meta({ description: 'factory.config.yaml: makes a folder a root' });

export type FactoryConfig = z.infer<typeof factoryConfigSchema>;
export type Severity = z.infer<typeof severitySchema>;
