import { z } from 'zod';
import { figureAddress, list, schemaVersion, slug, text } from './ids.ts';
import { anonymousSchema, basePath, redactPattern, siteAddress } from './publishing.ts';
import { remoteSchema } from './remote.ts';
import { slurmSchema } from './slurm.ts';

/** Where a site is that names no public address. */
export const localAddress = 'http://localhost:4321';

export const severitySchema = z.enum(['error', 'warn', 'off']);

export const factoryConfigSchema = z
  .strictObject({
    schemaVersion,
    title: z.string().meta({ description: 'Name of the knowledge center' }),
    tagline: z.string().default('').meta({ description: 'One line below the name' }),
    lang: z.enum(['en', 'zh']).default('en').meta({ description: 'Language of the pages' }),
    authors: list(z.string(), 'The group'),
    affiliations: list(z.string(), 'Institutes of the group; shown with the authors'),
    acknowledgements: text('Who is thanked: grants, computing time; shown on the home page').optional(),
    repository: z.url().optional().meta({ description: 'Where the root is developed' }),
    site: z
      .strictObject({
        base: basePath.default('/').meta({ description: 'Path under which the site is served' }),
        url: siteAddress
          .default(localAddress)
          .meta({ description: 'Public address without the path; pages, feed and sitemap name pages by it' }),
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
    redact: list(
      redactPattern,
      'Texts replaced by a mark in everything a build writes, e.g. /home/* or *.cluster.example.edu; * stands for any run of characters without a blank',
    ),
    anonymous: anonymousSchema,
    rules: z.record(slug, severitySchema).default({}).meta({ description: 'Severity by rule: error, warn or off' }),
  })
  .meta({ description: 'factory.config.yaml: makes a folder a root' });

export type FactoryConfig = z.infer<typeof factoryConfigSchema>;
export type Severity = z.infer<typeof severitySchema>;
